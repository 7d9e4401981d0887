package io.sipcast.ice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ICE for one medium, for showing.
 *
 * @param checks connectivity checks of the peer's that were answered
 * @param refused messages that were nobody's whom we know, or no STUN
 */
public record IceReport(
        Role role, IceState state, List<Pair> pairs, int restarts, long checks, long refused) {
    /** Ours, RFC 8445 §6.1.1. */
    public enum Role {
        LITE,
        CONTROLLING,
        CONTROLLED
    }

    public IceReport {
        pairs = List.copyOf(pairs);
    }

    /**
     * The selected pair of a component.
     *
     * @param local as the peer sees us, where it told
     * @param remote null while none is selected
     * @param type of the remote candidate; null likewise
     * @param roundTripMillis of the last check that was answered at once; -1 before the first
     */
    public record Pair(
            int component,
            @Nullable String local,
            @Nullable String remote,
            @Nullable String type,
            long roundTripMillis) {}
}
