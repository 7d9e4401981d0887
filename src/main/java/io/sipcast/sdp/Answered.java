package io.sipcast.sdp;

/** What becomes of an offer the peer makes. */
public sealed interface Answered {
    /** The description to send back, and what it means for us. */
    record Accepted(SessionDescription answer, Negotiation.Agreed agreed) implements Answered {}

    /**
     * To be refused with 488; the session stays as it was.
     *
     * @param encryption whether only that stood in the way
     */
    record Refused(String reason, boolean encryption) implements Answered {
        public Refused(String reason) {
            this(reason, false);
        }
    }
}
