package io.sipcast.media;

/**
 * Fills what is missing: the last pitch period over and over, full for 10 ms, gone after 60, then
 * silence (as ITU-T G.711 Appendix I does it, without its delay). There is no step anywhere: where
 * the repetition begins, the difference to what came last dies away within 1 ms; where a period
 * ends, it is blended with what was before the period; and the first 5 ms that come after it are
 * blended in.
 */
final class Concealer {
    private final int blend;
    private final int settle;
    private final int full;
    private final int gone;
    private final int longestPeriod;
    private final PitchSearch pitch;

    /** The last 45 ms, the newest at the end. */
    private final short[] past;

    /** What is repeated. */
    private final short[] cycle;

    private int period;
    private int step;
    private int filled;
    private int repeated;
    private boolean resting;

    Concealer(int sampleRateHz) {
        int millisecond = sampleRateHz / 1000;
        blend = 5 * millisecond;
        settle = millisecond;
        full = 10 * millisecond;
        gone = 60 * millisecond;
        longestPeriod = 15 * millisecond;
        past = new short[3 * longestPeriod];
        cycle = new short[longestPeriod];
        pitch = new PitchSearch(sampleRateHz);
    }

    /** The time that is missing was silent: what was heard last is let go within 5 ms. */
    void rest() {
        if (filled == 0) {
            begin();
            resting = true;
        }
    }

    /** Samples for a time of which nothing came. */
    short[] fill(int count) {
        short[] samples = new short[count];
        if (filled == 0 && !resting) {
            begin();
        }
        int end = resting ? blend : gone;
        int audible = Math.clamp(end - filled, 0, count);
        for (int i = 0; i < audible; i++) {
            samples[i] = next(filled + i);
        }
        repeated = resting || isSilent() ? 0 : audible;
        filled = Math.min(filled + count, gone);
        return samples;
    }

    /** How much of the last {@link #fill} was repetition. */
    int repeated() {
        return repeated;
    }

    /** Samples that came; their start is blended with what was made up before them. */
    void follow(short[] samples) {
        if (filled > 0) {
            int count = Math.min(blend, samples.length);
            for (int i = 0; i < count; i++) {
                int made = next(filled + i);
                samples[i] = (short) ((made * (count - i) + samples[i] * (i + 1)) / (count + 1));
            }
        }
        filled = 0;
        resting = false;
        remember(samples);
    }

    private void begin() {
        period = pitch.period(past);
        int start = past.length - period;
        System.arraycopy(past, start, cycle, 0, period);
        int seam = period / 8;
        for (int i = 0; i < seam; i++) {
            int at = period - seam + i;
            int before = past[start - seam + i];
            cycle[at] = (short) ((cycle[at] * (seam - i) + before * (i + 1)) / (seam + 1));
        }
        step = past[past.length - 1] - past[start - 1];
    }

    private short next(int at) {
        int end = resting ? blend : gone;
        if (at >= end) {
            return 0;
        }
        int sample = cycle[at % period];
        if (at < settle) {
            sample += step * (settle - at) / (settle + 1);
        }
        int hold = resting ? 0 : full;
        int faded = at < hold ? sample : sample * (end - at) / (end - hold);
        return (short) Math.clamp(faded, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private boolean isSilent() {
        for (int i = 0; i < period; i++) {
            if (cycle[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void remember(short[] samples) {
        int count = Math.min(samples.length, past.length);
        System.arraycopy(past, count, past, 0, past.length - count);
        System.arraycopy(samples, samples.length - count, past, past.length - count, count);
    }
}
