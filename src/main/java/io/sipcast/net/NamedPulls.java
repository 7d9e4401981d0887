package io.sipcast.net;

import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.observe.Mask;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams of other RTMP servers that are wanted here under a name, whether anybody watches or not,
 * until they are terminated; those that ended are remembered for a while. Safe for use by any
 * thread.
 */
public final class NamedPulls implements AutoCloseable {
    private static final int MOST = 100;
    private static final int MOST_REMEMBERED = 100;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Loops loops;
    private final Streams streams;
    private final RtmpConnector connector;
    private final RtmpServer server;
    private final Duration silence;
    private final Map<StreamName, NamedPull> pulls = new LinkedHashMap<>(); // guarded by this
    private final Deque<PullInfo> ended = new ArrayDeque<>(); // guarded by this; the last one first

    /**
     * No pulls yet.
     *
     * @param server our own: a stream is not its own source
     */
    public NamedPulls(Loops loops, Streams streams, RtmpConnector connector, RtmpServer server) {
        this(loops, streams, connector, server, SILENCE);
    }

    /** With another time without media after which a pull does not play any more. */
    NamedPulls(
            Loops loops,
            Streams streams,
            RtmpConnector connector,
            RtmpServer server,
            Duration silence) {
        this.loops = loops;
        this.streams = streams;
        this.connector = connector;
        this.server = server;
        this.silence = silence;
    }

    /**
     * Begins to play a URL under a name, and goes on trying when it cannot. Waits for DNS only.
     *
     * @param uri with the stream's name as its last part
     * @param asked {@code app/name}, or a name alone as calls have it; null: the URL itself,
     *     without password and query
     * @throws IllegalArgumentException when the URL or the name cannot be used; the message is for
     *     the user
     * @throws TooManyPullsException when there is no room for another one
     * @throws IOException when the target is not allowed or not known; the message is for the user
     * @throws Streams.NameTakenException when a live stream has that name
     */
    public PullInfo pull(String uri, @Nullable String asked)
            throws IOException, Streams.NameTakenException {
        RtmpUrl url = RtmpUrl.parse(uri);
        String localStreamName = asked == null ? Mask.text(uri) : asked;
        StreamName name =
                asked == null ? StreamName.ofCall(localStreamName) : StreamName.parse(asked);
        List<InetSocketAddress> addresses = connector.resolve(url);
        if (server.ownName(url, addresses).filter(name::equals).isPresent()) {
            throw new IllegalArgumentException("the stream would be its own source");
        }
        NamedPull pull = open(url, uri, localStreamName, name);
        pull.start(addresses);
        return pull.info();
    }

    private synchronized NamedPull open(
            RtmpUrl url, String uri, String localStreamName, StreamName name)
            throws TooManyPullsException, Streams.NameTakenException {
        if (pulls.size() == MOST) {
            throw new TooManyPullsException(MOST);
        }
        var pull =
                new NamedPull(
                        this,
                        connector,
                        streams,
                        loops.next(),
                        url,
                        uri,
                        localStreamName,
                        name,
                        silence);
        pulls.put(name, pull);
        return pull;
    }

    /**
     * Terminates those of this URL, of this local name, or of both.
     *
     * @param uri as it was given, or as it is shown; null: any
     * @param localStreamName null: any
     * @return how many there were
     */
    public synchronized int terminate(@Nullable String uri, @Nullable String localStreamName) {
        List<NamedPull> found =
                pulls.values().stream()
                        .filter(pull -> uri == null || isOf(pull.info(), uri))
                        .filter(pull ->
                                localStreamName == null
                                        || pull.info().localStreamName().equals(localStreamName))
                        .toList();
        found.forEach(NamedPull::terminate);
        return found.size();
    }

    private static boolean isOf(PullInfo pull, String uri) {
        return pull.uri().equals(uri) || pull.shownUri().equals(uri);
    }

    /** Those that are wanted, oldest first, then those of the last 10 minutes that ended. */
    public synchronized List<PullInfo> all() {
        forget();
        List<PullInfo> all = new ArrayList<>();
        pulls.values().forEach(pull -> all.add(pull.info()));
        all.addAll(ended);
        return all;
    }

    synchronized void over(NamedPull pull) {
        PullInfo last = pull.info();
        if (pulls.remove(last.name(), pull)) {
            ended.addFirst(last);
            forget();
        }
    }

    private void forget() {
        Instant oldest = Instant.now().minus(REMEMBERED);
        while (!ended.isEmpty()
                && (ended.size() > MOST_REMEMBERED || ended.getLast().since().isBefore(oldest))) {
            ended.removeLast();
        }
    }

    @Override
    public synchronized void close() {
        pulls.values().forEach(NamedPull::terminate);
    }
}
