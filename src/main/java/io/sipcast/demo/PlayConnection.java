package io.sipcast.demo;

import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Consumer;

/** One RTMP play over a blocking socket, on the thread that runs it. */
final class PlayConnection implements AutoCloseable {
    private static final int READ_BYTES = 64 * 1024;

    private final RtmpUrl url;
    private final Socket socket;

    PlayConnection(RtmpUrl url) throws IOException {
        this.url = url;
        socket = new Socket(url.host(), url.port());
        socket.setTcpNoDelay(true);
    }

    /** Plays until the server ends it, or {@link #close} is called. */
    RtmpEnd run(Consumer<FlvTag> out) throws IOException {
        Player player = new Player(url, new SecureRandom(), System.nanoTime());
        byte[] bytes = new byte[READ_BYTES];
        flush(player.outbox());
        while (true) {
            int size = socket.getInputStream().read(bytes);
            if (size < 0) {
                player.disconnected();
            } else {
                player.receive(ByteBuffer.wrap(bytes, 0, size), System.nanoTime());
                flush(player.outbox());
            }
            for (PlayEvent event = player.poll(); event != null; event = player.poll()) {
                switch (event) {
                    case PlayEvent.Media(FlvTag tag) -> out.accept(tag);
                    case PlayEvent.Ended(RtmpEnd reason) -> {
                        return reason;
                    }
                    case PlayEvent.LoginWanted _ -> {
                        return new RtmpEnd(RtmpEnd.Kind.LOGIN, "", "it wants a login");
                    }
                    case PlayEvent.Started _, PlayEvent.Data _ -> {}
                }
            }
        }
    }

    private void flush(Outbox outbox) throws IOException {
        if (outbox.size() > 0) {
            ByteBuffer bytes = ByteBuffer.allocate(outbox.size());
            outbox.drainTo(bytes);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.array());
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
