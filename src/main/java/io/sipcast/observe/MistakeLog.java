package io.sipcast.observe;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Logs exceptions that nobody expected, which are mistakes of ours. The first from each place in
 * the code is told with its stack; how many more there were is told once a minute, so that a
 * mistake that is made with every packet of a call does not fill the disk. Safe for use by any
 * thread.
 */
public final class MistakeLog {
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** More than there are mistakes: else those that are told would fill the memory. */
    private static final int MOST_PLACES = 32;

    private final Logger logger;
    private final String subject;
    private final Set<String> places = new HashSet<>();
    private long untold;
    private String last = "";
    private long toldNanos;

    /**
     * Nothing has gone wrong yet.
     *
     * @param subject what every line begins with, such as {@code "The SIP engine failed"}
     */
    public MistakeLog(Logger logger, String subject) {
        this.logger = logger;
        this.subject = subject;
    }

    /** Tells of it, or counts it. */
    public synchronized void add(Throwable mistake, long nowNanos) {
        if (isNew(mistake)) {
            logger.error("{}", subject, mistake);
            toldNanos = nowNanos;
            return;
        }
        untold++;
        last = mistake.toString();
        if (nowNanos - toldNanos >= INTERVAL_NANOS) {
            toldNanos = nowNanos;
            finish();
        }
    }

    /** The virtual machine leaves out the stack of what it throws often. */
    private boolean isNew(Throwable mistake) {
        StackTraceElement[] stack = mistake.getStackTrace();
        String place = mistake.getClass().getName() + (stack.length == 0 ? "" : " " + stack[0]);
        return places.size() < MOST_PLACES && places.add(place);
    }

    /** Tells how many more there were, however short ago: nothing follows. */
    public synchronized void finish() {
        if (untold > 0) {
            logger.error("{}: {} more times, the last one: {}", subject, untold, last);
            untold = 0;
        }
    }
}
