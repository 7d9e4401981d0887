package io.sipcast.net;

import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Streams of other RTMP servers that are fetched to be watched here, one connection a URL however
 * many watch. Safe for use by any thread.
 */
public final class RtmpPulls implements AutoCloseable {
    private static final String APP = "pull";
    private static final int MOST = 100;

    private final Loops loops;
    private final Streams streams;
    private final RtmpConnector connector;
    private final RtmpServer server;
    private final RandomGenerator random;
    private final Duration unwatched;
    private final Map<RtmpUrl, RtmpPull> pulls = new HashMap<>(); // guarded by this

    /**
     * No pulls yet.
     *
     * @param server our own: its streams need no fetching
     * @param random must not be guessable: whoever knows a name can watch
     */
    public RtmpPulls(
            Loops loops,
            Streams streams,
            RtmpConnector connector,
            RtmpServer server,
            RandomGenerator random) {
        this(loops, streams, connector, server, random, RtmpPull.UNWATCHED);
    }

    RtmpPulls(
            Loops loops,
            Streams streams,
            RtmpConnector connector,
            RtmpServer server,
            RandomGenerator random,
            Duration unwatched) {
        this.unwatched = unwatched;
        this.loops = loops;
        this.streams = streams;
        this.connector = connector;
        this.server = server;
        this.random = random;
    }

    /**
     * Begins to play a URL, or shares what plays it already. Waits until the server has accepted,
     * some seconds at most. A stream that nobody watches for 15 s is let go of.
     *
     * @param rtmpUrl with the stream's name as its last part
     * @param beforeNew run before a connection is begun; what it throws is thrown on
     * @return the local stream, {@code app/name}
     * @throws IllegalArgumentException when the URL cannot be used; the message is for the user
     * @throws IOException when the server can't be reached, is forbidden, or refuses; the message
     *     is for the user
     */
    public String start(String rtmpUrl, Runnable beforeNew) throws IOException {
        RtmpUrl url = RtmpUrl.parse(rtmpUrl);
        List<InetSocketAddress> addresses = connector.resolve(url);
        Optional<StreamName> own = server.ownName(url, addresses);
        if (own.isPresent()) {
            return own.get().toString();
        }
        try {
            return pull(url, addresses, beforeNew).accepted().join().toString();
        } catch (CompletionException e) {
            throw new IOException(sentence(e.getCause()), e);
        }
    }

    private static String sentence(@Nullable Throwable cause) {
        return cause == null ? "The play failed." : String.valueOf(cause.getMessage());
    }

    private synchronized RtmpPull pull(
            RtmpUrl url, List<InetSocketAddress> addresses, Runnable beforeNew) throws IOException {
        RtmpPull known = pulls.get(url);
        if (known != null) {
            return known;
        }
        if (pulls.size() == MOST) {
            throw new TooManyPullsException(MOST);
        }
        beforeNew.run();
        byte[] token = new byte[12];
        random.nextBytes(token);
        var name = new StreamName(APP, HexFormat.of().formatHex(token));
        var pull = new RtmpPull(name, streams, loops.next(), unwatched, () -> remove(url));
        pulls.put(url, pull);
        pull.start(connector, url, addresses);
        return pull;
    }

    private synchronized void remove(RtmpUrl url) {
        pulls.remove(url);
    }

    /** How many URLs are fetched now. */
    public synchronized int size() {
        return pulls.size();
    }

    @Override
    public synchronized void close() {
        pulls.values().forEach(RtmpPull::close);
    }
}
