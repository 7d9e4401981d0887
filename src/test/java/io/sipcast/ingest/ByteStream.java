package io.sipcast.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * H.265 of enhanced RTMP as the byte stream of ITU-T H.265 annex B, which decoders take that know
 * nothing of enhanced RTMP.
 */
final class ByteStream {
    private static final int H265_ARRAYS = 22;
    private static final byte[] START = {0, 0, 0, 1};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void take(Message message) {
        if (message.type() != Message.VIDEO) {
            return;
        }
        PictureTag tag = PictureTag.read(message);
        ByteBuffer in = tag.payload(message);
        switch (tag.kind()) {
            case HEADER -> sets(in);
            case PICTURE -> {
                while (in.hasRemaining()) {
                    unit(in, in.getInt());
                }
            }
            case OTHER -> {}
        }
    }

    /** hvcC, ISO/IEC 14496-15 §8.3.3.1: arrays of NAL units of a type each. */
    private void sets(ByteBuffer in) {
        in.position(in.position() + H265_ARRAYS);
        int arrays = in.get();
        for (int i = 0; i < arrays; i++) {
            in.get();
            int units = in.getShort();
            for (int j = 0; j < units; j++) {
                unit(in, in.getShort());
            }
        }
    }

    private void unit(ByteBuffer in, int size) {
        byte[] unit = new byte[size];
        in.get(unit);
        out.writeBytes(START);
        out.writeBytes(unit);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
