package io.sipcast.sdp;

/** What we make of RTP and RTCP on one port, RFC 5761. */
public enum RtcpMux {
    OFF,
    /** Taken where the peer offers it. */
    ANSWER,
    /** Offered as well. */
    OFFER
}
