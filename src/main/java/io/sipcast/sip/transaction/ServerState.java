package io.sipcast.sip.transaction;

/** Where one of the two server machines stands. */
public sealed interface ServerState permits InviteServer.State, NonInviteServer.State {
    /** True when the transaction is over, and its timers with it. */
    boolean terminated();
}
