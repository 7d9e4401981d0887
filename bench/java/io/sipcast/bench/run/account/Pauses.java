package io.sipcast.bench.run.account;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a JVM stood still, from what it logs by {@code -Xlog:safepoint:file=...:timenanos}, whose
 * clock is {@link System#nanoTime} of all processes. The time in which the JVM lets go of its
 * threads is not counted: each runs as soon as it is let go of, and on one core the first of them
 * keeps the JVM from its work for milliseconds.
 *
 * @param count of the pauses
 * @param longestMillis from the request until the first thread may run again
 * @param totalMillis all together
 */
public record Pauses(int count, double longestMillis, double totalMillis) {
    private static final Pattern LINE =
            Pattern.compile(
                    "^\\[(\\d+)ns].*Safepoint .*?(?:Leaving safepoint: +(\\d+) ns.*)?"
                            + "Total: +(\\d+) ns.*");
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Those that ended within a time.
     *
     * @param fromNanos when it began, as {@link System#nanoTime}
     * @param toNanos when it ended
     */
    public static Pauses within(List<String> log, long fromNanos, long toNanos) {
        int count = 0;
        long longest = 0;
        long total = 0;
        for (String line : log) {
            Matcher safepoint = LINE.matcher(line);
            if (safepoint.matches()) {
                long at = Long.parseLong(safepoint.group(1));
                if (at - fromNanos >= 0 && at - toNanos <= 0) {
                    String leaving = safepoint.group(2);
                    long nanos = Long.parseLong(safepoint.group(3));
                    nanos -= leaving == null ? 0 : Long.parseLong(leaving);
                    count++;
                    longest = Math.max(longest, nanos);
                    total += nanos;
                }
            }
        }
        return new Pauses(count, longest / NANOS_PER_MILLI, total / NANOS_PER_MILLI);
    }
}
