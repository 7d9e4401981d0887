package io.sipcast.rtp.payload;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Silence as one packet of an encoding, the same each time: a decoder that has come to rest stays
 * there. Stored, not encoded, so there is some for those that we have no encoder for, too.
 */
public final class SilentPayload {
    private static final int LEAST_MILLIS = 10;
    private static final int MOST_MILLIS = 60;
    private static final int USUAL_MILLIS = 20;

    private final byte[] bytes;
    private final int millis;

    private SilentPayload(byte[] bytes, int millis) {
        this.bytes = bytes;
        this.millis = millis;
    }

    /**
     * For a payload type and a peer.
     *
     * @param parameters of the format as the SDP has them
     * @param wantedMillis what the peer wants in a packet ({@code a=ptime}): rounded up to whole
     *     frames, 10 to 60 ms, less where the packet would grow too large
     * @throws IllegalArgumentException for comfort noise, which is not sent
     */
    public static SilentPayload of(AudioEncoding encoding, String parameters, int wantedMillis) {
        SilentFrame frame = SilentFrame.of(encoding, FormatParameters.of(parameters));
        int wanted = wantedMillis <= 0 ? USUAL_MILLIS : wantedMillis;
        int count = frames(frame, Math.clamp(wanted, LEAST_MILLIS, MOST_MILLIS));
        return new SilentPayload(frame.payload(count), count * frame.millis());
    }

    private static int frames(SilentFrame frame, int wantedMillis) {
        int wanted = Math.ceilDiv(wantedMillis, frame.millis());
        return Math.clamp(wanted, 1, Math.min(frame.most(), MOST_MILLIS / frame.millis()));
    }

    /** How long it lasts. */
    public int millis() {
        return millis;
    }

    /** The bytes of a packet, to be read once. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** The same as an array of the caller's. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, bytes.length);
    }
}
