package io.sipcast.net;

import io.netty.channel.Channel;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.Metadata;
import io.sipcast.rtmp.serve.ServerConnection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One stream that a client of the server plays. On its connection's loop. */
final class RtmpViewer implements MediaPump.Outlet {
    private final RtmpServer server;
    private final ServerConnection machine;
    private final int streamId;
    private final StreamRequest request;
    private final WantedTracks wanted = new WantedTracks();
    private final Channel channel;
    private final RtmpOutput output;
    private final MediaPump pump;
    private Runnable stopWaiting = () -> {};
    private @Nullable LiveStream stream;
    private boolean passing;
    private boolean paused;
    private boolean closed;

    /** Counts as a player from here on. */
    RtmpViewer(
            RtmpServer server,
            ServerConnection machine,
            int streamId,
            StreamRequest request,
            Channel channel,
            RtmpOutput output) {
        this.server = server;
        this.machine = machine;
        this.streamId = streamId;
        this.request = request;
        this.channel = channel;
        this.output = output;
        this.pump = new MediaPump(channel, output, this, this::ended);
        server.counts().players.incrementAndGet();
    }

    void start() {
        stopWaiting =
                server.serving()
                        .streams()
                        .await(
                                request.name(),
                                found -> channel.eventLoop().execute(() -> begin(found)));
    }

    private void begin(LiveStream found) {
        if (closed) {
            return;
        }
        stream = found;
        if (!paused) {
            pump.view(found, form());
        }
    }

    void pause(boolean pause) {
        paused = pause;
        if (pause) {
            pump.stop();
        } else if (stream != null) {
            pump.view(stream, form());
        }
    }

    void want(boolean audio, boolean video) {
        wanted.want(audio, video);
    }

    /** H.265 and Opus are for those who say that they take them. */
    private StreamForm form() {
        return Enhanced.taken(server.serving().form(), machine.fourCcs());
    }

    void writable() {
        pump.pump();
    }

    private void ended() {
        machine.endPlay(streamId);
        output.flush();
    }

    void close() {
        if (!closed) {
            closed = true;
            stopWaiting.run();
            pump.stop();
            server.counts().players.decrementAndGet();
            server.serving().guard().done(request);
        }
    }

    @Override
    public void metadata(Metadata metadata) {
        machine.sendMetadata(streamId, metadata.print());
    }

    @Override
    public int size(FlvTag tag) {
        passing = wanted.pass(tag);
        return passing ? machine.size(streamId, tag) : 0;
    }

    @Override
    public void write(FlvTag tag, ByteBuffer out) {
        if (passing) {
            machine.write(streamId, tag, out);
        }
    }
}
