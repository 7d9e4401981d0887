package io.sipcast.net;

import io.netty.channel.Channel;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
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
    private final StreamName name;
    private final Channel channel;
    private final RtmpOutput output;
    private final MediaPump pump;
    private Runnable stopWaiting = () -> {};
    private @Nullable LiveStream stream;
    private boolean paused;
    private boolean closed;

    /** Counts as a player from here on. */
    RtmpViewer(
            RtmpServer server,
            ServerConnection machine,
            int streamId,
            StreamName name,
            Channel channel,
            RtmpOutput output) {
        this.server = server;
        this.machine = machine;
        this.streamId = streamId;
        this.name = name;
        this.channel = channel;
        this.output = output;
        this.pump = new MediaPump(channel, output, this, this::ended);
        server.playing(1);
    }

    void start() {
        stopWaiting =
                server.streams()
                        .await(name, found -> channel.eventLoop().execute(() -> begin(found)));
    }

    private void begin(LiveStream found) {
        if (closed) {
            return;
        }
        stream = found;
        if (!paused) {
            pump.start(found, form());
        }
    }

    void pause(boolean pause) {
        paused = pause;
        if (pause) {
            pump.stop();
        } else if (stream != null) {
            pump.start(stream, form());
        }
    }

    /** H.265 and Opus are for those who say that they take them. */
    private StreamForm form() {
        return Enhanced.taken(server.form(), machine.fourCcs());
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
            server.playing(-1);
        }
    }

    @Override
    public void metadata(Metadata metadata) {
        machine.sendMetadata(streamId, metadata.print());
    }

    @Override
    public int size(FlvTag tag) {
        return machine.size(streamId, tag);
    }

    @Override
    public void write(FlvTag tag, ByteBuffer out) {
        machine.write(streamId, tag, out);
    }
}
