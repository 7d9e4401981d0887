package io.sipcast.bench.run;

import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Someone who plays a stream and throws away what comes.
 *
 * @param channel from which the stream comes
 * @param bytes that have come
 */
record Viewer(SocketChannel channel, AtomicLong bytes) {
    private static final int BUFFER = 16 * 1024;

    /** By FLV over HTTP. */
    static Viewer overHttp(int port, String path) throws IOException {
        SocketChannel channel = connect(port);
        String request =
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                        .formatted(path, port);
        write(channel, ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(BUFFER);
        read(channel, answer);
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("a viewer was answered " + text.lines().findFirst().orElse(""));
        }
        return new Viewer(channel, new AtomicLong());
    }

    /** By RTMP. */
    static Viewer overRtmp(String url, int port) throws IOException {
        SocketChannel channel = connect(port);
        var player = new Player(RtmpUrl.parse(url), new Random(port), System.nanoTime());
        ByteBuffer in = ByteBuffer.allocate(BUFFER);
        while (true) {
            send(channel, player.outbox());
            if (player.poll() instanceof PlayEvent.Started) {
                return new Viewer(channel, new AtomicLong());
            }
            read(channel, in.clear());
            player.receive(in.flip(), System.nanoTime());
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static void send(SocketChannel channel, Outbox outbox) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(out);
        write(channel, out.flip());
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void read(SocketChannel channel, ByteBuffer bytes) throws IOException {
        if (channel.read(bytes) < 0) {
            throw new IOException("a viewer was sent away");
        }
    }
}
