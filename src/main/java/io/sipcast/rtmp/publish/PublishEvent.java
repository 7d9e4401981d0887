package io.sipcast.rtmp.publish;

import io.sipcast.rtmp.RtmpEnd;

/** What a publisher tells its driver. */
public sealed interface PublishEvent {
    /** The server takes media from now on. */
    record Started() implements PublishEvent {}

    /** Nothing more will come: close the transport once the outbox is sent. */
    record Ended(RtmpEnd reason) implements PublishEvent {}
}
