package io.sipcast.rtp;

import java.nio.ByteBuffer;

/**
 * PLI, RFC 4585 §6.3.1: pictures were lost, send a key frame.
 *
 * @param sender who asks
 * @param media whose pictures they were
 */
public record PictureLoss(int sender, int media) implements RtcpPacket {
    /** PSFB, shared with {@link FullIntraRequest}. */
    static final int TYPE = 206;

    static final int FORMAT = 1;

    static PictureLoss read(ByteBuffer in) {
        return new PictureLoss(in.getInt(), in.getInt());
    }

    @Override
    public int packetType() {
        return TYPE;
    }

    @Override
    public int count() {
        return FORMAT;
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.putInt(sender).putInt(media);
    }
}
