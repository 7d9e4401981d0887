package io.sipcast.overload;

import java.time.Duration;

/**
 * Why something new may not begin now.
 *
 * @param sentence what is wrong and what to do about it, for who asked
 * @param retryAfter when it is worth another try
 */
public record Refusal(Reason reason, String sentence, Duration retryAfter) {
    /** What there is too much of. */
    public enum Reason {
        /** The ticks of a media loop are late. */
        LOOP_LAG,
        /** The processors are used up, or will be by the calls that are being set up. */
        CPU
    }
}
