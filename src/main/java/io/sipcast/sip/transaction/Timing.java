package io.sipcast.sip.transaction;

import java.time.Duration;

/**
 * The values that the timers are made of (RFC 3261 §17.1.1.1), in nanoseconds, for one transport.
 *
 * @param t1Nanos the estimated round trip
 * @param t2Nanos the longest pause between two sendings
 * @param t4Nanos the longest time that a message stays in the network
 */
public record Timing(long t1Nanos, long t2Nanos, long t4Nanos, boolean reliable) {
    /** How long the server waits for its user before it says 100 (§17.2.1). */
    static final long TRYING_NANOS = Duration.ofMillis(200).toNanos();

    /** What the standard recommends: 500 ms, 4 s, 5 s. */
    public static final Timing UNRELIABLE =
            new Timing(
                    Duration.ofMillis(500).toNanos(),
                    Duration.ofSeconds(4).toNanos(),
                    Duration.ofSeconds(5).toNanos(),
                    false);

    public static final Timing RELIABLE = UNRELIABLE.over(true);

    public Timing {
        if (t1Nanos <= 0 || t2Nanos < t1Nanos || t4Nanos <= 0) {
            throw new IllegalArgumentException("T1 " + t1Nanos + ", T2 " + t2Nanos);
        }
    }

    /** The same values over another kind of transport. */
    public Timing over(boolean reliableTransport) {
        return reliable == reliableTransport
                ? this
                : new Timing(t1Nanos, t2Nanos, t4Nanos, reliableTransport);
    }

    /** After this long a transaction without an answer is given up: 64 T1. */
    public long giveUpNanos() {
        return 64 * t1Nanos;
    }

    /** The pause after this one: twice as long, up to T2. */
    public long backOff(long pauseNanos) {
        return Math.min(2 * pauseNanos, t2Nanos);
    }
}
