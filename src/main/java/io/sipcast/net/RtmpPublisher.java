package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import org.jspecify.annotations.Nullable;

/** What a client of the server publishes becomes a live stream. On its connection's loop. */
final class RtmpPublisher {
    private final RtmpServer server;
    private final LiveStream stream;
    private @Nullable UnitReader reader;
    private boolean closed;

    private RtmpPublisher(RtmpServer server, LiveStream stream) {
        this.server = server;
        this.stream = stream;
    }

    /**
     * Takes the name. An encoder can't be asked for a key frame over RTMP.
     *
     * @param hangUp ends the connection; for any thread
     */
    static RtmpPublisher open(RtmpServer server, StreamName name, EventLoop loop, Runnable hangUp)
            throws Streams.NameTakenException {
        var publication = new Publication(loop, Publication.Audio.UNITS, true, () -> {}, hangUp);
        LiveStream stream = server.streams().open(name, publication);
        server.publishing(1);
        return new RtmpPublisher(server, stream);
    }

    void media(FlvTag tag) {
        if (reader == null) {
            reader = new UnitReader(System.nanoTime() - stream.sinceNanos());
        }
        reader.process(tag, stream::add);
    }

    void close() {
        if (!closed) {
            closed = true;
            stream.end();
            server.publishing(-1);
        }
    }
}
