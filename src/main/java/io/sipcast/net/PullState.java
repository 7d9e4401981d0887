package io.sipcast.net;

import java.time.Duration;

/**
 * How a pull that is wanted until further notice is doing, and when it is tried again: after 1 s,
 * then twice as long each time, 30 s at most. What never plays within so many attempts has failed;
 * what once did is tried on. A value: each step gives the next one.
 *
 * @param failures attempts in a row that failed
 * @param played whether media ever came
 * @param reason why the last attempt failed or the pull ended, as a sentence; empty while it plays
 */
record PullState(PullInfo.Status status, int failures, boolean played, String reason) {
    static final int MOST_ATTEMPTS = 12;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    static PullState start() {
        return new PullState(PullInfo.Status.PENDING, 0, false, "");
    }

    /** Media has come. */
    PullState playing() {
        return new PullState(PullInfo.Status.PROCESSED_REMOTE, 0, true, "");
    }

    /** The server has fallen silent; the connection is there, and may come to life again. */
    PullState silent() {
        return new PullState(
                PullInfo.Status.PENDING, failures, played, "The server sends no media any more.");
    }

    /** It could not be played, or no longer. */
    PullState failed(String why) {
        int row = failures + 1;
        boolean over = !played && row >= MOST_ATTEMPTS;
        return new PullState(
                over ? PullInfo.Status.FAILED : PullInfo.Status.PENDING, row, played, why);
    }

    PullState refused(String why) {
        return new PullState(PullInfo.Status.FAILED, failures + 1, played, why);
    }

    PullState stopped(String why) {
        return new PullState(PullInfo.Status.STOPPED, failures, played, why);
    }

    boolean over() {
        return status == PullInfo.Status.STOPPED || status == PullInfo.Status.FAILED;
    }

    /** From a failure to the next attempt. */
    Duration pause() {
        Duration doubled = Duration.ofSeconds(1L << Math.clamp(failures - 1L, 0, 5));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
