package io.sipcast.sdp;

/** The RTCP messages about pictures that we send and may be allowed to. */
public enum Feedback {
    /** Generic NACK, RFC 4585 §6.2.1. */
    NACK("nack"),
    /** Picture Loss Indication, RFC 4585 §6.3.1. */
    NACK_PLI("nack pli"),
    /** Full Intra Request, RFC 5104 §4.3.1. */
    CCM_FIR("ccm fir");

    private final String token;

    Feedback(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
