package io.sipcast.media.aac;

/**
 * Where the lines of a long window are parted into scale factor bands, ISO/IEC 14496-3 tables 4.129
 * and 4.133, as far up as sound goes.
 */
final class ScaleFactorBands {
    /** The lowest edges are the same at 32, 44.1 and 48 kHz. */
    private static final int[] EDGES = {
        0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 72, 80, 88, 96, 108, 120, 132, 144,
        160, 176, 196, 216, 240, 264, 292, 320, 352, 384, 416, 448, 480, 512, 544, 576, 608, 640,
        672, 704, 736, 768, 800, 832, 864, 896, 928
    };

    /** Bands of a window at 44.1 and 48 kHz, and at 32 kHz. */
    private static final int ALL = 49;

    private static final int ALL_OF_32K = 51;

    private final int sampleRateHz;
    private final int count;

    private ScaleFactorBands(int sampleRateHz, int count) {
        this.sampleRateHz = sampleRateHz;
        this.count = count;
    }

    /**
     * The bands up to a frequency.
     *
     * @param sampleRateHz a {@link #known} one
     * @param bandwidthHz the last band holds this one
     */
    static ScaleFactorBands of(int sampleRateHz, int bandwidthHz) {
        double lines = 2.0 * Mdct.LINES * bandwidthHz / sampleRateHz;
        int count = 1;
        while (count < EDGES.length - 1 && EDGES[count] < lines) {
            count++;
        }
        return new ScaleFactorBands(sampleRateHz, count);
    }

    static boolean known(int sampleRateHz) {
        return sampleRateHz == 48_000 || sampleRateHz == 44_100 || sampleRateHz == 32_000;
    }

    /** ISO/IEC 14496-3 table 1.18. */
    static int samplingFrequencyIndex(int sampleRateHz) {
        return switch (sampleRateHz) {
            case 48_000 -> 3;
            case 44_100 -> 4;
            case 32_000 -> 5;
            default -> throw new IllegalArgumentException("no bands for " + sampleRateHz + " Hz");
        };
    }

    /** How many are coded. */
    int count() {
        return count;
    }

    /** How many the window has, coded or not. */
    int all() {
        return sampleRateHz == 32_000 ? ALL_OF_32K : ALL;
    }

    /** How many lines are coded. */
    int lines() {
        return EDGES[count];
    }

    /** The first line of a band; that of the band after the last is the end. */
    int edge(int band) {
        return EDGES[band];
    }

    int width(int band) {
        return EDGES[band + 1] - EDGES[band];
    }

    /** The first band that begins at this frequency or above. */
    int bandFrom(int hertz) {
        int line = 2 * Mdct.LINES * hertz / sampleRateHz;
        int band = 0;
        while (band < count && EDGES[band] < line) {
            band++;
        }
        return band;
    }
}
