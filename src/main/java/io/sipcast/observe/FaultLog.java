package io.sipcast.observe;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts what goes wrong with each packet and logs it at most once a second, so that a peer sending
 * rubbish costs a number and one line. Safe for use by any thread.
 */
public final class FaultLog {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger logger;
    private final String subject;
    private long total;
    private long unlogged;
    private @Nullable String last;
    private boolean logged;
    private long loggedNanos;

    /**
     * Starts at nought.
     *
     * @param subject what the lines are about, such as {@code "call 4711 rtp/video"}
     */
    public FaultLog(Logger logger, String subject) {
        this.logger = logger;
        this.subject = subject;
    }

    /**
     * Counts one fault; the first one is logged at once.
     *
     * @param what why, for the log; it may quote the peer
     */
    public synchronized void count(String what, long nowNanos) {
        total++;
        unlogged++;
        last = what;
        tick(nowNanos);
    }

    /** Logs what has gathered if a second has passed: for the tail of a burst. */
    public synchronized void tick(long nowNanos) {
        if (unlogged > 0 && (!logged || nowNanos - loggedNanos >= INTERVAL_NANOS)) {
            logged = true;
            loggedNanos = nowNanos;
            write();
        }
    }

    /** Logs what has gathered, however short ago: nothing follows. */
    public synchronized void finish() {
        if (unlogged > 0) {
            write();
        }
    }

    private void write() {
        if (unlogged == 1) {
            logger.warn("{}: {}", subject, last);
        } else {
            logger.warn("{}: {} times, the last one: {}", subject, unlogged, last);
        }
        unlogged = 0;
    }

    /** All faults so far. */
    public synchronized long total() {
        return total;
    }
}
