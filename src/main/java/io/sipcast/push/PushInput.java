package io.sipcast.push;

import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.SendProgress;

/** What may happen to a push. */
public sealed interface PushInput {
    /** The stream is live. */
    record StreamLive() implements PushInput {}

    /** The server has accepted the publish. */
    record Accepted() implements PushInput {}

    /** The target is our own server under the stream's own name. */
    record OwnServer() implements PushInput {}

    /** The attempt failed or the connection ended. */
    record Lost(RtmpFailure why) implements PushInput {}

    /** How far the connection has come. */
    record Progress(SendProgress sent) implements PushInput {}

    /** The state's deadline has passed. */
    record TimedOut() implements PushInput {}

    /** The owner ends the push, or its stream has ended. */
    record Stop(String reason) implements PushInput {}
}
