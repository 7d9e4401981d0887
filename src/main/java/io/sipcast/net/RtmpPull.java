package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of another RTMP server as a live stream of ours, as long as somebody watches. On its
 * loop.
 */
final class RtmpPull implements RtmpPlay.Listener {
    /** How long a stream that nobody watches is kept. */
    static final Duration UNWATCHED = Duration.ofSeconds(15);

    private final StreamName name;
    private final Streams streams;
    private final EventLoop loop;
    private final Duration unwatched;
    private final Runnable over;
    private final CompletableFuture<StreamName> accepted = new CompletableFuture<>();
    private @Nullable RtmpPlay play;
    private @Nullable LiveStream stream;
    private @Nullable UnitReader reader;
    private @Nullable Future<?> look;
    private boolean ended;

    /**
     * Does nothing yet.
     *
     * @param over called once when the pull has ended, for whatever reason
     */
    RtmpPull(StreamName name, Streams streams, EventLoop loop, Duration unwatched, Runnable over) {
        this.unwatched = unwatched;
        this.name = name;
        this.streams = streams;
        this.loop = loop;
        this.over = over;
    }

    void start(RtmpConnector connector, RtmpUrl url, List<InetSocketAddress> addresses) {
        loop.execute(() -> play = RtmpPlay.open(connector, loop, url, addresses, this));
    }

    /** The stream's name once the server has accepted, else an IOException with a sentence. */
    CompletableFuture<StreamName> accepted() {
        return accepted;
    }

    @Override
    public void started() {
        try {
            var publication =
                    new Publication(loop, Publication.Audio.UNITS, true, () -> {})
                            .by(Publication.Source.PULL);
            LiveStream opened = streams.open(name, publication);
            stream = opened;
            reader = new UnitReader(0);
            look = loop.scheduleWithFixedDelay(() -> look(opened), 1, 1, TimeUnit.SECONDS);
            accepted.complete(name);
        } catch (Streams.NameTakenException e) {
            throw new IllegalStateException("a random name came twice", e);
        }
    }

    private void look(LiveStream opened) {
        boolean watched = opened.subscribers() > 0;
        if (!watched && System.nanoTime() - opened.idleSinceNanos() >= unwatched.toNanos()) {
            close();
        }
    }

    @Override
    public void media(FlvTag tag) {
        if (reader != null && stream != null) {
            reader.process(tag, stream::add);
        }
    }

    @Override
    public void ended(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (look != null) {
            look.cancel(false);
        }
        if (stream != null) {
            stream.end();
        }
        over.run(); // first: who tries again on hearing of the end gets a new pull
        accepted.completeExceptionally(new IOException(reason));
    }

    /** Ends it; from any thread. */
    void close() {
        loop.execute(() -> {
            if (play != null) {
                play.close();
            }
            ended("The play was ended.");
        });
    }
}
