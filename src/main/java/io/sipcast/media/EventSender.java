package io.sipcast.media;

import io.sipcast.rtp.payload.TelephoneEvent;

/**
 * The packets of one key press, RFC 4733 §2.5.1: all with the time at which it began, the marker on
 * the first, a duration that grows, the end three times. What lasts longer than 16 bits of ticks
 * goes out in segments (§2.5.1.3), and the last packet of each of them three times as well.
 */
final class EventSender {
    private static final int VOLUME = 10; // dBm0 below nought: RFC 4733 §2.3.4 wants it heard
    private static final int MAX_TICKS = 0xFFFF;
    private static final int REPEATS = 2;

    /** Takes packets. */
    interface Out {
        void packet(boolean marker, long ticks, TelephoneEvent event);
    }

    private int packetTicks;
    private boolean pressed;
    private boolean begun;
    private int event;
    private long startTicks;
    private long durationTicks;

    /** Where the current segment begins, counted from the start. */
    private long segmentTicks;

    private int segmentRepeats;
    private int endRepeats;

    /**
     * Sends nothing yet.
     *
     * @param packetTicks from one update to the next
     */
    EventSender(int packetTicks) {
        this.packetTicks = packetTicks;
    }

    /** Updates come at another distance from now on, in ticks. */
    void pace(int ticks) {
        packetTicks = ticks;
    }

    void press(int code, long atTicks, long forTicks) {
        pressed = true;
        begun = false;
        event = code;
        startTicks = atTicks;
        durationTicks = Math.max(1, forTicks);
        segmentTicks = 0;
        segmentRepeats = 0;
        endRepeats = REPEATS;
    }

    /** Whether there is something to be sent: the repeated end counts. */
    boolean pressed() {
        return pressed;
    }

    void drop() {
        pressed = false;
    }

    /** The update, and what is to be repeated with it, for the packet that begins at this time. */
    void next(long nowTicks, Out out) {
        long elapsed = Math.min(nowTicks + packetTicks - startTicks, durationTicks);
        if (segmentRepeats > 0) {
            segmentRepeats--;
            send(segmentTicks - MAX_TICKS, MAX_TICKS, false, out);
        }
        while (elapsed - segmentTicks > MAX_TICKS) {
            send(segmentTicks, MAX_TICKS, false, out);
            segmentTicks += MAX_TICKS;
            segmentRepeats = REPEATS;
        }
        boolean end = elapsed == durationTicks;
        send(segmentTicks, (int) (elapsed - segmentTicks), end, out);
        if (end && endRepeats-- == 0) {
            pressed = false;
        }
    }

    private void send(long sinceStart, int duration, boolean end, Out out) {
        boolean marker = !begun;
        begun = true;
        out.packet(
                marker, startTicks + sinceStart, new TelephoneEvent(event, end, VOLUME, duration));
    }
}
