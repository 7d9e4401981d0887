package io.sipcast.sip;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import io.sipcast.sip.transaction.ServerTransaction;

/** What the engine wants done or known, in this order. */
public sealed interface Output {
    /** To be put on the wire; {@link UserAgent#notSent} when that fails. */
    record Send(Packet packet) implements Output {}

    /** To be resolved (RFC 3263); {@link UserAgent#resolved} brings the answer. */
    record Resolve(long id, NextHop hop) implements Output {}

    /** A call comes in; its events follow. */
    record Arrived(Arrival arrival) implements Output {}

    /** An INVITE was not let in; why, for the log. */
    record TurnedAway(Target source, Uri caller, Uri called, int status, String why)
            implements Output {
        static TurnedAway of(ServerTransaction transaction, int status, String why) {
            SipRequest invite = transaction.request();
            Target source = transaction.flow().peer();
            return new TurnedAway(source, invite.from().uri(), invite.uri(), status, why);
        }
    }

    record OfCall(CallHandle call, CallEvent event) implements Output {}

    record OfRegistration(RegistrationHandle registration, RegistrationEvent event)
            implements Output {}

    /**
     * A datagram of two line ends is to be sent there, RFC 5626 §4.4.1; no matter if it is lost.
     */
    record KeepAlive(Target target) implements Output {}

    /**
     * A message of a call went by: one arrow of its ladder. Header fields with a digest print
     * themselves masked by {@code toString}; {@code print} would not.
     */
    record Trace(CallHandle call, boolean sent, SipMessage message, Target peer, long atNanos)
            implements Output {}

    /** A message of a registration went by: told to each of its users as it is then. */
    record RegistrationTrace(
            RegistrationHandle registration,
            boolean sent,
            SipMessage message,
            Target peer,
            long atNanos)
            implements Output {}
}
