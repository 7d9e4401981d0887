package io.sipcast.sip.transaction;

/** Where one of the two client machines stands. */
public sealed interface ClientState permits InviteClient.State, NonInviteClient.State {
    /** True when the transaction is over, and its timers with it. */
    boolean terminated();
}
