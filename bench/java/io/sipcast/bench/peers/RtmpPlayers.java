package io.sipcast.bench.peers;

import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * So many players of one stream of any RTMP server, which they take without a look once they play.
 * They come a little apart. One thread reads for all, as for {@link FlvViewers}, so that servers of
 * either are measured with the same load. Thread safe.
 */
public final class RtmpPlayers implements AutoCloseable {
    private static final long APART_NANOS = 1_000_000;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Drain drain = new Drain("rtmp-players");
    private final List<Taken> players = new ArrayList<>();

    private static final class Taken implements Drain.Reader {
        private final AtomicLong bytes = new AtomicLong();
        private volatile String fault = "";

        @Override
        public void read(ByteBuffer in, long nowNanos) {
            bytes.addAndGet(in.remaining());
        }

        @Override
        public void ended(String why) {
            fault = why;
        }
    }

    /**
     * Connects all of them and lets them play.
     *
     * @param stream such as rtmp://127.0.0.1:1935/live/name
     * @throws IOException when one can't connect or is refused
     */
    public RtmpPlayers(URI stream, int count) throws IOException {
        var server = new InetSocketAddress(stream.getHost(), stream.getPort());
        RtmpUrl url = RtmpUrl.parse(stream.toString());
        for (int i = 0; i < count; i++) {
            SocketChannel channel = Drain.connect(server);
            play(channel, new Player(url, new Random(i), System.nanoTime()));
            var player = new Taken();
            players.add(player);
            drain.take(channel, player);
            LockSupport.parkNanos(APART_NANOS);
        }
    }

    private static void play(SocketChannel channel, Player player) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        boolean playing = false;
        while (!playing) {
            send(channel, player.outbox());
            if (channel.read(in.clear()) < 0) {
                throw new EOFException("the server refused a player");
            }
            player.receive(in.flip(), System.nanoTime());
            playing = player.poll() instanceof PlayEvent.Started;
        }
        send(channel, player.outbox());
    }

    private static void send(SocketChannel channel, Outbox outbox) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(out);
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Bytes that all of them have taken, the frame of RTMP among them. */
    public long bytes() {
        return players.stream().mapToLong(player -> player.bytes.get()).sum();
    }

    /** What was wrong, in a sentence for each player that has something; empty when all is well. */
    public List<String> faults() {
        return players.stream()
                .map(player -> player.fault)
                .filter(fault -> !fault.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        drain.close();
    }
}
