package io.sipcast.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The rules of the pictures alone: H.264, FLV §E.4.3, ISO/IEC 14496-15 §5.3, and H.265 where that
 * is taken, §8.3.
 */
final class PictureRules {
    private static final int SPS = 7;
    private static final int H265_ARRAYS = 22;
    private static final int MAX_COMPOSITION_MILLIS = 1_000;

    private byte[] header = {};
    private int headers;
    private long pictures;
    private long keyFrames;
    private long last = -1;
    private long lastKey = -1;

    /** The last picture, if that was an IDR picture of H.264. */
    private byte[] lastIdr = {};

    void take(Message message, Rules rules) {
        PictureTag tag = PictureTag.read(message);
        rules.require(
                rules.h265() || tag.codec() == PictureTag.Codec.H264,
                Rule.READABLE,
                "pictures that are not H.264");
        switch (tag.kind()) {
            case HEADER -> header(message, tag, rules);
            case PICTURE -> picture(message, tag, rules);
            case OTHER ->
                    rules.require(false, Rule.READABLE, "packet type " + (message.at(0) & 0xF));
        }
    }

    private void header(Message message, PictureTag tag, Rules rules) {
        ByteBuffer in = tag.payload(message);
        byte[] record = new byte[in.remaining()];
        in.get(record);
        rules.require(
                startsAStream(tag.codec(), record),
                Rule.READABLE,
                "a configuration record that starts no stream");
        rules.require(
                header.length == 0,
                Rule.HEADERS_UNCHANGED,
                "pictures at " + message.millis() + " ms get one again");
        headers += Arrays.equals(header, record) ? 0 : 1;
        header = record;
    }

    /** Lengths of four bytes; one SPS, or the arrays of VPS, SPS and PPS. */
    private static boolean startsAStream(PictureTag.Codec codec, byte[] record) {
        return switch (codec) {
            case H264 ->
                    record.length > 8
                            && record[0] == 1
                            && (record[4] & 3) == 3
                            && (record[5] & 31) == 1
                            && (record[8] & 31) == SPS;
            case H265 ->
                    record.length > H265_ARRAYS
                            && record[0] == 1
                            && (record[H265_ARRAYS - 1] & 3) == 3
                            && record[H265_ARRAYS] >= 3;
        };
    }

    private void picture(Message message, PictureTag tag, Rules rules) {
        long at = message.millis();
        boolean key = tag.key();
        rules.require(header.length > 0, Rule.HEADERS_FIRST, "a picture at " + at + " ms");
        rules.require(begun() || key, Rule.KEY_FRAME_FIRST, "another one at " + at + " ms");
        boolean begins = begins(message, tag, rules);
        rules.require(
                begins == key,
                Rule.KEY_FRAME_FIRST,
                "marked " + key + ", is " + begins + " at " + at);
        rules.require(at > last, Rule.DTS_RISES, "a picture at " + at + " ms after " + last);
        rules.require(
                tag.composition() >= 0 && tag.composition() <= MAX_COMPOSITION_MILLIS,
                Rule.COMPOSITION,
                tag.composition() + " ms at " + at + " ms");
        boolean h264 = tag.codec() == PictureTag.Codec.H264;
        byte[] body = message.body();
        byte[] idr = key && h264 ? Arrays.copyOfRange(body, tag.from(), body.length) : new byte[0];
        rules.require(
                idr.length == 0 || !Arrays.equals(idr, lastIdr),
                Rule.KEY_FRAMES_DIFFER,
                "the same one again at " + at + " ms");
        lastIdr = idr;
        pictures++;
        last = at;
        if (key) {
            keyFrames++;
            lastKey = at;
        }
    }

    /** Whether decoding can begin there. */
    private static boolean begins(Message message, PictureTag tag, Rules rules) {
        ByteBuffer in = tag.payload(message);
        boolean begins = false;
        int units = 0;
        while (in.remaining() >= 5) {
            int length = in.getInt();
            if (length < 1 || length > in.remaining()) {
                break;
            }
            begins |= tag.begins(in.get(in.position()));
            in.position(in.position() + length);
            units++;
        }
        rules.require(
                units > 0 && !in.hasRemaining(),
                Rule.READABLE,
                "NAL units that do not fill the picture at " + message.millis() + " ms");
        return begins;
    }

    boolean begun() {
        return last >= 0;
    }

    long last() {
        return last;
    }

    long lastKey() {
        return lastKey;
    }

    long pictures() {
        return pictures;
    }

    long keyFrames() {
        return keyFrames;
    }

    int headers() {
        return headers;
    }
}
