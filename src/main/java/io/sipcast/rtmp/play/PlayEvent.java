package io.sipcast.rtmp.play;

import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.login.Login;
import java.util.List;

/** What a player tells its driver. */
public sealed interface PlayEvent {
    /** The server has accepted; the stream itself may come later. */
    record Started() implements PlayEvent {}

    record Media(FlvTag tag) implements PlayEvent {}

    /** Metadata and the like: a name first, as a rule. */
    record Data(List<AmfValue> values) implements PlayEvent {
        public Data {
            values = List.copyOf(values);
        }
    }

    /** The server wants more of a login: close, and connect again with it. The last event. */
    record LoginWanted(Login login) implements PlayEvent {}

    /** Nothing more will come: close the transport once the outbox is sent. */
    record Ended(RtmpEnd reason) implements PlayEvent {}
}
