package io.sipcast.call;

import java.time.Instant;

/**
 * A key that the callee pressed.
 *
 * @param digit {@code 0-9*#A-D}
 * @param at when it began
 * @param durationMillis 0 when nobody said
 */
public record HeardKey(char digit, Instant at, long durationMillis, By by) {
    /** How it came. */
    public enum By {
        /** Within the RTP of the sound. */
        RFC4733,
        /** SIP INFO. */
        INFO
    }
}
