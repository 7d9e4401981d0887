package io.sipcast.sdp;

import org.jspecify.annotations.Nullable;

/** What an offer and its answer come to. */
public sealed interface Negotiation {
    /**
     * At least one medium, unless the peer has taken them all out of a call for now.
     *
     * @param audio null when there is none
     * @param video null when there is none
     */
    record Agreed(@Nullable NegotiatedTrack audio, @Nullable NegotiatedTrack video)
            implements Negotiation {}

    /** Nothing both sides can do. The reason is a sentence for a person. */
    record NoCommonCodec(String reason) implements Negotiation {}

    /** Encryption was not to be agreed on. The reason is a sentence for a person. */
    record NotEncrypted(String reason) implements Negotiation {}
}
