package io.sipcast.call;

/** How keys are to be sent, as the reference names it. */
public enum DtmfType {
    /**
     * Within the RTP of the sound: RFC 2833, now RFC 4733. To a callee that takes none now, by
     * {@link #INFO_RELAY}. So are keys of which nobody said how.
     */
    RFC2833,
    /** SIP INFO with {@code application/dtmf}: the key and nothing else. */
    INFO,
    /** SIP INFO with {@code application/dtmf-relay}: the key and how long it is held. */
    INFO_RELAY
}
