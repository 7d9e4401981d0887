package io.sipcast.sip.transaction;

/** What a server machine is told. */
public sealed interface ServerInput {
    /** The request has come again. */
    record Repeated() implements ServerInput {}

    /** The ACK of this INVITE. */
    record Ack() implements ServerInput {}

    /** The user's response, provisional or final. */
    record Respond(int status) implements ServerInput {
        boolean provisional() {
            return status < 200;
        }

        boolean success() {
            return status >= 200 && status < 300;
        }
    }

    record Expired(TimerName timer) implements ServerInput {}

    /** What was sent last did not leave. */
    record TransportError() implements ServerInput {}
}
