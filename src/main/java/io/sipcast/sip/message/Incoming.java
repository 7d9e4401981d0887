package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import org.jspecify.annotations.Nullable;

/** What arrived on a SIP port. */
public sealed interface Incoming {
    /** A message that keeps the rules. */
    record Message(SipMessage message) implements Incoming {}

    /**
     * Something else.
     *
     * @param answer for a request of which enough could be read: 400 or 505, to be sent without
     *     keeping state, RFC 3261 §8.2.7. Its topmost Via is as it came
     */
    record Malformed(ProtocolException reason, @Nullable SipResponse answer) implements Incoming {}

    /**
     * A keep-alive. On a stream it is two CRLF and is answered by one, RFC 5626 §4.4.1; a datagram
     * of this kind is not answered.
     */
    record Ping() implements Incoming {}

    /** The answer to a ping of ours on this stream: one CRLF, RFC 5626 §4.4.1. */
    record Pong() implements Incoming {}
}
