package io.sipcast.rtmp.publish;

import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.login.Login;

/** What a publisher tells its driver. */
public sealed interface PublishEvent {
    /** The server takes media from now on. */
    record Started() implements PublishEvent {}

    /** The server wants more of a login: close, and connect again with it. The last event. */
    record LoginWanted(Login login) implements PublishEvent {}

    /** Nothing more will come: close the transport once the outbox is sent. */
    record Ended(RtmpEnd reason) implements PublishEvent {}
}
