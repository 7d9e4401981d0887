package io.sipcast.sdp;

/** What we make of ICE, RFC 8839. */
public enum IcePolicy {
    OFF,
    /** Answered where the peer offers it: as a lite agent, or a full one to a lite peer. */
    ANSWER,
    /** Offered as well, as a full agent. */
    OFFER
}
