package io.sipcast.media;

/**
 * When to ask for a key frame: at the start, after a loss, and when none came for the interval; for
 * the second one after half of that, so that it is known soon whether the peer hears at all. At
 * most once in a round trip; an ask without an answer is repeated after two of them (or after twice
 * what the last answer took, as long as the round trip is unknown), then less and less often, up to
 * every two seconds; not so much less of who has sent key frames before, as long as the next one
 * can still be in time for ingests. An answer that was damaged on its way is asked for anew at
 * once.
 */
final class KeyFrameRequests {
    /** Between two asks at least: encoders do not make key frames faster than that. */
    private static final long LEAST_NANOS = 200_000_000L;

    /** To the first repetition while the round trip is unknown, and the most that answers tell. */
    private static final long FIRST_NANOS = 500_000_000L;

    /** What a peer needs to make a key frame. */
    private static final long MAKING_NANOS = 100_000_000L;

    /** The longest pause while the round trip is unknown: then the peer may not hear at all. */
    private static final long LAST_NANOS = 2_000_000_000L;

    /** The longest pause else: what comes in answer may be lost, again and again. */
    private static final long LAST_KNOWN_NANOS = 1_000_000_000L;

    /** The longest pause as long as the last key frame is not older than ingests put up with. */
    private static final long LAST_IN_TIME_NANOS = 400_000_000L;

    private static final long IN_TIME_NANOS = 4_000_000_000L;

    /** When the last key frame is that old, no ask waits for the answer to the one before. */
    private static final long URGENT_NANOS = 2_800_000_000L;

    /** Until an answer to an ask is there to tell. */
    private static final long UNKNOWN = -1;

    /** An ask after this time is a new command: what the first one brought may be lost. */
    private static final long SAME_NANOS = 1_000_000_000L;

    private static final int PATIENCE = 3;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private final long intervalNanos;
    private boolean wanted = true;
    private boolean early;
    private boolean repeats;
    private long keyFrames;
    private long lastKeyNanos;
    private long lastAskNanos;
    private long lastAnswerNanos = UNKNOWN;
    private long repeatNanos;
    private long commandNanos;
    private int command;
    private long asked;

    private int unanswered;
    private long hopingSinceNanos;

    KeyFrameRequests(long intervalNanos, long nowNanos) {
        // a source that keeps the interval by itself is not disturbed for being a little late
        this.intervalNanos = intervalNanos + intervalNanos / 20;
        this.lastKeyNanos = nowNanos;
    }

    /** One is needed. */
    void want() {
        early = false;
        begin();
    }

    private void begin() {
        if (!wanted) {
            wanted = true;
            repeats = false;
        }
    }

    /** One came. */
    void keyFrame(long nowNanos) {
        if (unanswered > 0) {
            lastAnswerNanos = nowNanos - hopingSinceNanos;
        }
        wanted = false;
        early = false;
        keyFrames++;
        lastKeyNanos = nowNanos;
        unanswered = 0;
    }

    /** One came of which something is missing: the peer hears, and what is lost is the answer. */
    void damagedKeyFrame() {
        repeats = false;
        unanswered = 0;
    }

    /**
     * Whether to ask now; then it counts as done.
     *
     * @param roundTripNanos negative while unknown
     */
    boolean due(long nowNanos, long roundTripNanos) {
        long age = nowNanos - lastKeyNanos;
        if (age >= intervalNanos) {
            repeats &= !early; // what asks in time may ask by SIP, and has not done so yet
            want();
        } else if (keyFrames == 1 && age >= intervalNanos / 2 && !wanted) {
            early = true;
            begin();
        }
        long pause = repeats ? repeatNanos : Math.max(roundTripNanos, LEAST_NANOS);
        boolean tooSoon = asked > 0 && nowNanos - lastAskNanos < pause;
        if (!wanted || tooSoon) {
            return false;
        }
        if (!repeats || nowNanos - commandNanos >= SAME_NANOS) {
            command++;
            commandNanos = nowNanos;
        }
        repeatNanos = nextPause(nowNanos, roundTripNanos);
        repeats = true;
        lastAskNanos = nowNanos;
        hopingSinceNanos = unanswered == 0 ? nowNanos : hopingSinceNanos;
        unanswered++;
        asked++;
        return true;
    }

    private long nextPause(long nowNanos, long roundTripNanos) {
        boolean known = roundTripNanos >= 0;
        if (!known && lastAnswerNanos == UNKNOWN) {
            return repeats ? Math.min(2 * repeatNanos, LAST_NANOS) : FIRST_NANOS;
        }
        long age = nowNanos - lastKeyNanos;
        boolean inTime = keyFrames > 0 && age < IN_TIME_NANOS;
        if (inTime && age >= URGENT_NANOS) {
            return Math.max(roundTripNanos, LEAST_NANOS);
        }
        long unheard = known ? LAST_KNOWN_NANOS : LAST_NANOS;
        long longest = inTime ? LAST_IN_TIME_NANOS : unheard;
        long answer =
                known
                        ? 2 * roundTripNanos + MAKING_NANOS
                        : Math.min(2 * lastAnswerNanos, FIRST_NANOS);
        long pause = Math.max(answer, LEAST_NANOS);
        return Math.max(pause, repeats ? Math.min(2 * repeatNanos, longest) : 0);
    }

    /** The number of the ask: the same when it only repeats the one before. */
    int command() {
        return command;
    }

    /** Whether the second one is asked for before it is due: only where that disturbs nobody. */
    boolean early() {
        return early;
    }

    /** Whether the peer does not seem to hear: no key frame came for some asks and seconds. */
    boolean ignored() {
        return unanswered > PATIENCE && lastAskNanos - hopingSinceNanos >= PATIENCE_NANOS;
    }

    /** Asks, repetitions too. */
    long asked() {
        return asked;
    }
}
