package io.sipcast.ice;

/** Where ICE stands with one medium. */
public enum IceState {
    /** Not every component has a selected pair yet. */
    CHECKING,
    /** Every component has. */
    COMPLETED,
    /** No way was found. A check of the peer's may still find one. */
    FAILED,
    /** The peer has not answered for 30 s: nothing is sent to it, RFC 7675 §5.1. */
    CONSENT_LOST
}
