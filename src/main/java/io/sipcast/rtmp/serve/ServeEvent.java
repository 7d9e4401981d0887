package io.sipcast.rtmp.serve;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import java.util.List;

/** What a server connection tells its driver. */
public sealed interface ServeEvent {
    /**
     * A client has said who it is.
     *
     * @param client its flashVer: "FMLE/3.0 ...", "LNX ...", as it likes
     */
    record Connected(String app, String client) implements ServeEvent {}

    /** Wants to publish: accept or refuse. Media may follow at once, some don't wait. */
    record PublishAsked(int streamId, StreamAddress address) implements ServeEvent {}

    /** Wants to play: accept, now or once there is something, or refuse. */
    record PlayAsked(int streamId, StreamAddress address) implements ServeEvent {}

    /** Sound or a picture from a publisher. */
    record Media(int streamId, FlvTag tag) implements ServeEvent {}

    /** Metadata and the like from a publisher: a name first, as a rule. */
    record Data(int streamId, List<AmfValue> values) implements ServeEvent {
        public Data {
            values = List.copyOf(values);
        }
    }

    /** A player pauses or goes on. */
    record Paused(int streamId, boolean paused) implements ServeEvent {}

    /** A player wants sound and pictures, or only one of them, or none. */
    record Wanted(int streamId, boolean audio, boolean video) implements ServeEvent {}

    /** The client has ended what it published or played, or was asking for. */
    record StreamEnded(int streamId) implements ServeEvent {}

    /** The client is silent or slow beyond the limits: close. */
    record TimedOut(String what) implements ServeEvent {}
}
