package io.sipcast.rtmp.codec.aac;

/** The sampling frequency index, ISO/IEC 14496-3 table 1.18. */
final class SamplingFrequency {
    static final int EXPLICIT = 15;

    private static final int[] HZ = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8_000, 7_350
    };

    private SamplingFrequency() {}

    /** The rate of an index, or 0 for one that is reserved. */
    static int hz(int index) {
        return index < HZ.length ? HZ[index] : 0;
    }

    /** The index of a rate; {@link #EXPLICIT} when the table does not have it. */
    static int index(int hz) {
        for (int i = 0; i < HZ.length; i++) {
            if (HZ[i] == hz) {
                return i;
            }
        }
        return EXPLICIT;
    }
}
