package io.sipcast.media;

import io.sipcast.rtp.payload.TelephoneEvent;

/**
 * Makes key presses of telephone-event packets, RFC 4733 §2.5.2. The timestamp tells one press from
 * the next: whichever of its packets come, and in whatever order, it is told once, when the key is
 * let go. Where that end is lost it is told when the next one begins, or after {@link
 * #PATIENCE_NANOS} without a packet.
 */
final class EventReceiver {
    static final long PATIENCE_NANOS = 300_000_000L;

    private static final int REMEMBERED = 16;
    private static final int MAX_TICKS = 0xFFFF;
    private static final long NANOS = 1_000_000_000L;

    /** Hears of every press. */
    interface Listener {
        /**
         * A key was pressed and let go.
         *
         * @param event 0 to 255; 0 to 15 are the keys
         * @param beganNanos on the clock of the packets' arrival
         */
        void pressed(int event, long beganNanos, long durationNanos);
    }

    private final Listener listener;

    /** Timestamps that were told of: what still comes with them is a repetition. */
    private final long[] told = new long[REMEMBERED];

    private int toldCount;
    private boolean pressed;
    private int event;
    private int clockHz;
    private long timestamp;
    private long segmentsTicks;
    private long durationTicks;
    private long beganNanos;
    private long lastNanos;

    EventReceiver(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes one event of a packet.
     *
     * @param rtpTimestamp 32 bits, unsigned
     */
    void packet(long rtpTimestamp, int clock, TelephoneEvent packet, long nowNanos) {
        if (known(rtpTimestamp)) {
            return;
        }
        long ahead = (int) (rtpTimestamp - timestamp);
        if (pressed && ahead == MAX_TICKS && packet.event() == event) {
            nextSegment(rtpTimestamp);
        } else if (pressed && ahead < 0) {
            tellAlone(rtpTimestamp, clock, packet, nowNanos);
            return;
        } else if (!pressed || ahead != 0) {
            tell();
            begin(rtpTimestamp, clock, packet, nowNanos);
        }
        durationTicks = Math.max(durationTicks, packet.durationTicks());
        lastNanos = nowNanos;
        if (packet.end()) {
            tell();
        }
    }

    /** Another source sends, or timestamps begin anew. */
    void restart() {
        tell();
        toldCount = 0;
    }

    void tick(long nowNanos) {
        if (pressed && nowNanos - lastNanos >= PATIENCE_NANOS) {
            tell();
        }
    }

    private void begin(long rtpTimestamp, int clock, TelephoneEvent packet, long nowNanos) {
        pressed = true;
        event = packet.event();
        clockHz = clock;
        timestamp = rtpTimestamp;
        segmentsTicks = 0;
        durationTicks = 0;
        beganNanos = nowNanos - packet.durationTicks() * NANOS / clock;
    }

    /** A press goes on beyond what 16 bits can say (§2.5.1.3). */
    private void nextSegment(long rtpTimestamp) {
        remember(timestamp);
        timestamp = rtpTimestamp;
        segmentsTicks += MAX_TICKS;
        durationTicks = 0;
    }

    /** All that came of an earlier press came after the next one had begun. */
    private void tellAlone(long rtpTimestamp, int clock, TelephoneEvent packet, long nowNanos) {
        remember(rtpTimestamp);
        long duration = packet.durationTicks() * NANOS / clock;
        long before = (timestamp - rtpTimestamp) * NANOS / clock;
        listener.pressed(packet.event(), Math.min(beganNanos - before, nowNanos), duration);
    }

    private void tell() {
        if (pressed) {
            pressed = false;
            remember(timestamp);
            listener.pressed(event, beganNanos, (segmentsTicks + durationTicks) * NANOS / clockHz);
        }
    }

    private void remember(long rtpTimestamp) {
        told[toldCount % REMEMBERED] = rtpTimestamp;
        toldCount++;
    }

    private boolean known(long rtpTimestamp) {
        for (int i = 0; i < Math.min(toldCount, REMEMBERED); i++) {
            if (told[i] == rtpTimestamp) {
                return true;
            }
        }
        return false;
    }
}
