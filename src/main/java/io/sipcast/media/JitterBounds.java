package io.sipcast.media;

import io.sipcast.rtp.JitterTarget;
import java.time.Duration;

/**
 * Between what the wait for late packets adapts itself.
 *
 * @param least how long a missing packet is waited for on a good network
 * @param most how long on a bad one
 */
public record JitterBounds(Duration least, Duration most) {
    public static final JitterBounds DEFAULT =
            new JitterBounds(Duration.ofMillis(60), Duration.ofMillis(400));

    public JitterBounds {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("jitter from " + least + " to " + most);
        }
    }

    /** A target between the bounds, both raised by this. */
    JitterTarget target(Duration more) {
        return new JitterTarget(least.plus(more), most.plus(more));
    }
}
