package io.sipcast.demo;

/** Finds where beeps begin: loud samples after a silence. */
final class BeepFinder {
    private static final int LOUD = 5000;
    private static final long SILENCE_NANOS = 300_000_000;
    private static final long SECOND = 1_000_000_000;

    /** Takes the begins. */
    @FunctionalInterface
    interface Found {
        void beep(long atNanos);
    }

    private final Found found;
    private long lastLoudNanos;
    private boolean begun;

    BeepFinder(Found found) {
        this.found = found;
    }

    /** Takes samples that follow those before. */
    void take(short[] samples, int sampleRateHz, long startNanos) {
        if (!begun) {
            begun = true;
            lastLoudNanos = startNanos; // a beep that was joined in its middle does not count
        }
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs((int) samples[i]) > LOUD) {
                long at = startNanos + i * SECOND / sampleRateHz;
                if (at - lastLoudNanos > SILENCE_NANOS) {
                    found.beep(at);
                }
                lastLoudNanos = at;
            }
        }
    }
}
