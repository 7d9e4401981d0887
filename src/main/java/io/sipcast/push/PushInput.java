package io.sipcast.push;

/** What may happen to a push. */
public sealed interface PushInput {
    /** The stream is live. */
    record StreamLive() implements PushInput {}

    /** The server has accepted the publish. */
    record Accepted() implements PushInput {}

    /** The target is our own server under the stream's own name. */
    record OwnServer() implements PushInput {}

    /** The attempt failed or the connection ended; a later one may succeed. */
    record Lost(String reason) implements PushInput {}

    /** No attempt can succeed: the URL or the policy forbids it. */
    record Unusable(String reason) implements PushInput {}

    /**
     * How far the connection has come.
     *
     * @param sentBytes that have left for the network since the connection was made
     * @param waiting whether there are bytes that could not leave yet
     */
    record Progress(long sentBytes, boolean waiting) implements PushInput {}

    /** The state's deadline has passed. */
    record TimedOut() implements PushInput {}

    /** The owner ends the push, or its stream has ended. */
    record Stop(String reason) implements PushInput {}
}
