package io.sipcast.rtp.srtp;

/** Initialization vectors as two words: what of a salt stands in which. */
final class Ivs {
    private Ivs() {}

    /** Bytes 0 to 7. */
    static long high(byte[] salt) {
        return word(salt, 0);
    }

    /** Bytes 8 to 15, zeros where the salt has ended. */
    static long low(byte[] salt) {
        return word(salt, Long.BYTES);
    }

    private static long word(byte[] bytes, int from) {
        long word = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            word = word << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
        }
        return word;
    }
}
