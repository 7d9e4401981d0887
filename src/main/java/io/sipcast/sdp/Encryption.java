package io.sipcast.sdp;

/** How much we want media to be encrypted. */
public enum Encryption {
    /** Never, not even for a peer that asks for it. */
    OFF,
    /** Where the peer offers it; our own offers are plain. */
    ACCEPTED,
    /** Offered too, in a way that lets plain phones go on without it (RFC 8643). */
    OFFERED,
    /** No call without it. */
    REQUIRED
}
