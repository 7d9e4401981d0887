package io.sipcast.api.events;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.push.PushChange;

/** What has changed; two that are equal may be told as one. */
sealed interface Change {
    record OfCall(String callId) implements Change {}

    record OfPush(PushChange push) implements Change {}

    record OfStream(LiveStream stream) implements Change {}

    record OfRecording(StreamName stream) implements Change {}

    /** Some of them; which ones is found out. */
    record OfRegistrations() implements Change {}

    /** Whether the node is overloaded. */
    record OfNode() implements Change {}
}
