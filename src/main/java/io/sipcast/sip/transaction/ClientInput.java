package io.sipcast.sip.transaction;

/** What a client machine is told. */
public sealed interface ClientInput {
    /** A response that belongs to this transaction. */
    record Answer(int status) implements ClientInput {
        boolean provisional() {
            return status < 200;
        }

        boolean success() {
            return status >= 200 && status < 300;
        }
    }

    record Expired(TimerName timer) implements ClientInput {}

    /** What was sent last did not leave. */
    record TransportError() implements ClientInput {}
}
