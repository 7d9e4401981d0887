package io.sipcast.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * So many viewers of one live stream over HTTP-FLV. They come a little apart, take everything, and
 * judge it: times never fall, nobody is left without. One thread reads for all. Thread safe.
 */
public final class FlvViewers implements AutoCloseable {
    private static final long APART_NANOS = 1_000_000;

    private final Drain drain = new Drain("flv-viewers");
    private final List<FlvReading> viewers = new ArrayList<>();

    /**
     * Connects all of them.
     *
     * @param stream such as http://127.0.0.1:8080/live/name.flv; it must be on air
     * @throws IOException when one can't connect
     */
    public FlvViewers(URI stream, int count) throws IOException {
        var server = new InetSocketAddress(stream.getHost(), stream.getPort());
        String path =
                stream.getRawQuery() == null
                        ? stream.getRawPath()
                        : stream.getRawPath() + "?" + stream.getRawQuery();
        byte[] request =
                ("GET " + path + " HTTP/1.1\r\nHost: " + stream.getAuthority() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = Drain.connect(server);
            var viewer = new FlvReading();
            viewers.add(viewer);
            channel.write(ByteBuffer.wrap(request));
            drain.take(channel, viewer);
            LockSupport.parkNanos(APART_NANOS);
        }
    }

    /** Bytes of FLV that all of them have taken. */
    public long bytes() {
        return viewers.stream().mapToLong(FlvReading::bytes).sum();
    }

    /** Tags that all of them have taken whole. */
    public long tags() {
        return viewers.stream().mapToLong(FlvReading::tags).sum();
    }

    /** Tags that the one with the fewest has taken. */
    public long fewestTags() {
        return viewers.stream().mapToLong(FlvReading::tags).min().orElse(0);
    }

    /** The longest time in which a viewer was sent nothing. */
    public Duration longestGap() {
        return Duration.ofNanos(
                viewers.stream().mapToLong(FlvReading::longestGapNanos).max().orElse(0));
    }

    /** The longest gap is looked for from now on. */
    public void restart() {
        viewers.forEach(FlvReading::restart);
    }

    /** What was wrong, in a sentence for each viewer that has something; empty when all is well. */
    public List<String> faults() {
        return viewers.stream().map(FlvReading::fault).filter(fault -> !fault.isEmpty()).toList();
    }

    @Override
    public void close() {
        drain.close();
    }
}
