package io.sipcast.call;

/**
 * When a call is looked after whose packets wait in their sockets, since nobody watches it: in
 * between it only sends. Pure, owned by one thread.
 */
final class Rest {
    /**
     * What comes in so long finds room in a socket (10 packets of 20 ms), a key that is pressed is
     * told of soon enough, and the fixed cost of a look is shared by all that came.
     */
    private static final long SOUND_NANOS = 190_000_000L;

    /** What is missing of pictures is asked for while the peer still has it. */
    private static final long PICTURES_NANOS = 35_000_000L;

    private boolean on;
    private long untilNanos;

    /** Up to the next look. */
    void go(boolean pictures, long nowNanos) {
        on = true;
        untilNanos = nowNanos + (pictures ? PICTURES_NANOS : SOUND_NANOS);
    }

    void end() {
        on = false;
    }

    /** Whether it rests, be it time for a look or not. */
    boolean isOn() {
        return on;
    }

    /** Whether it is too soon for a look. */
    boolean goesOn(long nowNanos) {
        return on && nowNanos - untilNanos < 0;
    }
}
