package io.sipcast.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A call that is wanted.
 *
 * @param callId that it is to have
 * @param callee as it is shown
 * @param fields of {@code POST /api/v1/calls}
 * @param length after the answer, when it is hung up; empty: as long as it lasts
 */
public record CallOrder(
        String callId, String callee, Map<String, Object> fields, Optional<Duration> length) {
    public CallOrder {
        fields = Map.copyOf(fields);
    }

    /** Its fields hold passwords and keys. */
    @Override
    public String toString() {
        return callId + " to " + callee;
    }
}
