package io.sipcast.net;

import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.Streams;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a client of the server publishes becomes a live stream. On its connection's loop. */
final class RtmpPublisher {
    private final RtmpServer server;
    private final StreamRequest request;
    private final RtmpHold hold;
    private final LiveStream stream;
    private @Nullable UnitReader reader;
    private boolean closed;

    private RtmpPublisher(
            RtmpServer server, StreamRequest request, RtmpHold hold, LiveStream stream) {
        this.server = server;
        this.request = request;
        this.hold = hold;
        this.stream = stream;
    }

    /** Takes the name. An encoder can't be asked for a key frame over RTMP. */
    static RtmpPublisher open(
            RtmpServer server, StreamRequest request, RtmpHold hold, Executor loop)
            throws Streams.NameTakenException {
        var publication = new Publication(loop, Publication.Audio.UNITS, true, () -> {}, hold::end);
        LiveStream stream = server.serving().streams().open(request.name(), publication);
        var publisher = new RtmpPublisher(server, request, hold, stream);
        server.publishers().put(request.name(), publisher);
        server.counts().publishers.incrementAndGet();
        return publisher;
    }

    /** Whether this looks like the same publisher that comes back. For any thread. */
    boolean isSame(StreamRequest other) {
        return request.address().equals(other.address())
                || server.serving().guard().sameKey(request.name(), request.query(), other.query());
    }

    /** What it holds its name by. For any thread. */
    RtmpHold hold() {
        return hold;
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
            server.publishers().remove(request.name(), this);
            stream.end();
            server.counts().publishers.decrementAndGet();
            server.serving().guard().done(request);
        }
    }
}
