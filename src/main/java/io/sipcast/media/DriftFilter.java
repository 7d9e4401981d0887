package io.sipcast.media;

/**
 * Learns how the sender's clock runs against ours, from how late its packets are against the
 * timeline that this filter steers: a PI controller on the lower envelope of the lateness. The
 * integral is the drift of the clocks; the rest takes up what has gathered, 10 ms in some 25 s.
 * With 500 ppm from the first second on, the timeline is never more than 15 ms off.
 *
 * <p>A sender in bursts, or a jittery network, is put earlier: so much that what comes late by
 * chance still comes before its time is filled.
 */
final class DriftFilter {
    /** Inaudible, and three times what a clock is off by. */
    static final double MAX_CORRECTION = 1500e-6;

    private static final double MAX_DRIFT = 800e-6;
    private static final int WINDOW_SECONDS = 5;

    /** A response of critical damping at 0.02/s. */
    private static final double PROPORTIONAL = 0.04;

    private static final double INTEGRAL = 0.0004;

    private static final double MAX_EARLY_SECONDS = 0.15;
    private static final double NANOS = 1e9;

    private final ArrivalEnvelope envelope = new ArrivalEnvelope(WINDOW_SECONDS);
    private double drift;
    private double correction;
    private long updatedNanos;
    private boolean running;
    private double bucketLeast;
    private double bucketGreatest;
    private double spread;

    /**
     * Takes one packet's lateness.
     *
     * @param streamNanos when it came
     * @param roomNanos how late a packet may be before its time is filled
     */
    void add(long streamNanos, double latenessNanos, long roomNanos) {
        if (envelope.add(streamNanos, latenessNanos)) {
            learnSpread();
            update(streamNanos, roomNanos);
            running = false;
        }
        if (!running) {
            bucketLeast = latenessNanos;
            bucketGreatest = latenessNanos;
            updatedNanos = updatedNanos == 0 ? streamNanos : updatedNanos;
            running = true;
        }
        bucketLeast = Math.min(bucketLeast, latenessNanos);
        bucketGreatest = Math.max(bucketGreatest, latenessNanos);
    }

    /**
     * The timeline has been placed anew: what was measured against it is void, the drift is not.
     */
    void restart() {
        envelope.clear();
        correction = drift;
        updatedNanos = 0;
        running = false;
    }

    /** Nothing to steer by for now. */
    void rest() {
        correction = drift;
    }

    /** How much longer than nominal a sample lasts on our clock, as a fraction. */
    double correction() {
        return correction;
    }

    /** What of it is the drift of the clocks. */
    double drift() {
        return drift;
    }

    /** How late the earliest packet was of the last seconds; infinite before the first. */
    double leastLateness() {
        return envelope.least();
    }

    private void learnSpread() {
        double last = bucketGreatest - bucketLeast;
        spread += (last - spread) * (last > spread ? 0.2 : 0.02);
    }

    private void update(long streamNanos, long roomNanos) {
        double seconds = Math.min((streamNanos - updatedNanos) / NANOS, WINDOW_SECONDS);
        updatedNanos = streamNanos;
        double target = Math.clamp((roomNanos - spread) / NANOS, -MAX_EARLY_SECONDS, 0);
        double error = envelope.least() / NANOS - target;
        double proportional = PROPORTIONAL * error;
        double wanted = drift + INTEGRAL * error * seconds;
        if (Math.abs(proportional + drift) < MAX_CORRECTION) { // no wind-up while it is at its end
            drift = Math.clamp(wanted, -MAX_DRIFT, MAX_DRIFT);
        }
        correction = Math.clamp(proportional + drift, -MAX_CORRECTION, MAX_CORRECTION);
    }
}
