package io.sipcast.rtmp.codec.h264;

import java.util.Arrays;

/**
 * The bytes that keep a start code out of a NAL unit, ITU-T H.264 §7.3.1: after two zero bytes a 03
 * stands before any byte up to 03.
 */
public final class EmulationPrevention {
    private static final int ESCAPE = 3;

    private EmulationPrevention() {}

    /** The raw payload of the bytes from {@code from} to {@code to}. */
    public static byte[] remove(byte[] nal, int from, int to) {
        byte[] raw = new byte[to - from];
        int size = 0;
        int zeros = 0;
        for (int i = from; i < to; i++) {
            if (zeros >= 2 && nal[i] == ESCAPE) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            raw[size++] = nal[i];
        }
        return Arrays.copyOf(raw, size);
    }

    /** The other way: what an encoder writes. */
    public static byte[] insert(byte[] raw) {
        byte[] nal = new byte[raw.length + raw.length / 2 + 1];
        int size = 0;
        int zeros = 0;
        for (byte b : raw) {
            if (zeros == 2 && (b & 0xFF) <= ESCAPE) {
                nal[size++] = ESCAPE;
                zeros = 0;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            nal[size++] = b;
        }
        if (zeros > 0) { // a NAL unit must not end in a zero byte, §7.4.1
            nal[size++] = ESCAPE;
        }
        return Arrays.copyOf(nal, size);
    }
}
