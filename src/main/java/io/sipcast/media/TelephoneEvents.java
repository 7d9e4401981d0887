package io.sipcast.media;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What was negotiated for keys within the sound, RFC 4733.
 *
 * @param send the payload type of ours, on the clock of the sound; empty when the peer takes none
 * @param clocks in Hz, for each payload type that may come
 */
public record TelephoneEvents(OptionalInt send, Map<Integer, Integer> clocks) {
    public static final TelephoneEvents NONE = new TelephoneEvents(OptionalInt.empty(), Map.of());

    public TelephoneEvents {
        clocks = Map.copyOf(clocks);
    }

    /** Whether the peer takes keys. */
    boolean taken() {
        return send.isPresent();
    }
}
