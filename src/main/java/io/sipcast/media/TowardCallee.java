package io.sipcast.media;

import java.time.Duration;
import java.util.List;

/**
 * What the configuration says about what we send to the callee.
 *
 * @param noise whether it is low noise instead of digital silence
 * @param startDelay from the answer to the first packet
 * @param slates pictures for a callee that takes some, the preferred one first: that of the first
 *     size that suits it is shown
 */
public record TowardCallee(boolean noise, Duration startDelay, List<Slate> slates) {
    /** Silence, at once. */
    public static final TowardCallee DEFAULT = new TowardCallee(false, Duration.ZERO, List.of());

    public TowardCallee {
        slates = List.copyOf(slates);
    }
}
