package io.sipcast.push;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How long a push waits for what, and how often it tries again.
 *
 * @param connectLimit for TCP, TLS, handshake and the commands up to publish together
 * @param noProgress after which a server that takes no data is given up
 * @param firstPause before the first retry, at most; each further one may be twice as long
 * @param longestPause between two attempts; also how long a push must have published for its next
 *     failure to count as the first again
 * @param attempts retries in a row after which the push ends; empty: never
 */
public record PushPolicy(
        Duration connectLimit,
        Duration noProgress,
        Duration firstPause,
        Duration longestPause,
        OptionalInt attempts) {
    public static final PushPolicy DEFAULT =
            new PushPolicy(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    OptionalInt.empty());

    private static final int MOST_DOUBLINGS = 20;

    /** No single answer may take all the time for connecting. */
    Duration answerLimit() {
        return connectLimit.multipliedBy(2).dividedBy(3);
    }

    /** The longest pause after so many failures in a row before this one. */
    long pauseNanos(int before) {
        long doubled = firstPause.toNanos() << Math.min(before, MOST_DOUBLINGS);
        return doubled < 0 ? longestPause.toNanos() : Math.min(doubled, longestPause.toNanos());
    }

    boolean givesUpAfter(int retriesInARow) {
        return attempts.isPresent() && retriesInARow >= attempts.getAsInt();
    }
}
