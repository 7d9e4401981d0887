package io.sipcast.media.aac;

/**
 * What a channel's frames may take: what easy ones leave, hard ones may use. Owned by the encoder's
 * thread.
 */
final class BitBudget {
    /** ISO/IEC 14496-3 §4.5.3.2: what a decoder holds of a channel. */
    private static final int MOST = 6144;

    private final int mean;
    private final int mostSaved;
    private int saved;
    private int coarser;

    /**
     * A budget that begins half full.
     *
     * @param bitrateBps on average, at most
     */
    BitBudget(int bitrateBps, int sampleRateHz) {
        mean = Math.toIntExact((long) bitrateBps * Mdct.LINES / sampleRateHz);
        mostSaved = Math.max(0, MOST - mean);
        saved = mostSaved / 2;
    }

    /** How many bits the next frame may take. */
    int room() {
        return Math.min(MOST, mean + saved / 4);
    }

    /** By how many steps the last frame was coarser than it might have been: where to begin. */
    int lastCoarser() {
        return coarser;
    }

    void spend(int bits, int coarser) {
        saved = Math.clamp((long) saved + mean - bits, 0, mostSaved);
        this.coarser = coarser;
    }
}
