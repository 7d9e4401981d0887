package io.sipcast.sip.auth;

/**
 * How far a request goes from the configured server: who can be the one that challenges it. The
 * caller knows the next hop and the remote target.
 */
public enum Reach {
    /** A REGISTER, or an INVITE outside a dialog, sent to the configured server. */
    INITIAL,
    /** In a dialog, the configured server is the next hop and somebody else the remote target. */
    THROUGH_SERVER,
    /** In a dialog, the configured server is next hop and remote target (it is a B2BUA). */
    TO_SERVER,
    /** Past the configured server: nobody there may see what the password proves. */
    ELSEWHERE
}
