package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of another RTMP server under a name of ours, until it is terminated. The live stream is
 * there from the beginning and stays while the source comes and goes: who watches or pushes it goes
 * on with the next key frame. On its loop, but for what is said to be for any thread.
 */
final class NamedPull {
    private static final Logger LOG = LoggerFactory.getLogger(NamedPull.class);
    private static final long STEP_NANOS = 1_000_000;

    /** A server that has been silent for so often what is silence gets a new connection. */
    private static final int LONGEST_SILENCES = 12;

    private static final int LOOKS_A_SILENCE = 5;

    private final NamedPulls pulls;
    private final RtmpConnector connector;
    private final RtmpUrl url;
    private final EventLoop loop;
    private final LiveStream stream;
    private final Duration silence;

    private PullState state = PullState.start();
    private @Nullable Attempt attempt;
    private @Nullable Future<?> retry;
    private @Nullable Future<?> look;
    private long newestNanos;
    private long heardNanos;
    private volatile PullInfo info;

    /**
     * Takes the name.
     *
     * @param silence without media after which a pull does not play any more: many servers say
     *     nothing when their publisher leaves
     * @throws Streams.NameTakenException when another stream has it
     */
    NamedPull(
            NamedPulls pulls,
            RtmpConnector connector,
            Streams streams,
            EventLoop loop,
            RtmpUrl url,
            String uri,
            String localStreamName,
            StreamName name,
            Duration silence)
            throws Streams.NameTakenException {
        this.pulls = pulls;
        this.connector = connector;
        this.loop = loop;
        this.silence = silence;
        this.url = url;
        this.info =
                new PullInfo(url, uri, localStreamName, name, state.status(), Instant.now(), 0, "");
        var publication =
                new Publication(loop, Publication.Audio.UNITS, true, () -> {}, this::terminate)
                        .from(Publication.Source.PULL);
        this.stream = streams.open(name, publication);
    }

    /** For any thread. */
    PullInfo info() {
        return info;
    }

    void start(List<InetSocketAddress> addresses) {
        loop.execute(() -> {
            long every = silence.toMillis() / LOOKS_A_SILENCE;
            look = loop.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
            play(addresses);
        });
    }

    private void look() {
        Attempt now = attempt;
        if (now == null || !state.played()) {
            return; // what never played may wait for its source as long as the server does
        }
        Duration silent = Duration.ofNanos(System.nanoTime() - heardNanos);
        Duration longest = silence.multipliedBy(LONGEST_SILENCES);
        if (silent.compareTo(longest) >= 0) {
            attempt = null;
            now.close();
            become(
                    state.failed(
                            "The server has sent no media for %d s."
                                    .formatted(longest.toSeconds())));
        } else if (state.status() == PullInfo.Status.PROCESSED_REMOTE
                && silent.compareTo(silence) >= 0) {
            become(state.silent());
        }
    }

    /** For any thread; returns at once. */
    void terminate() {
        loop.execute(() -> {
            if (!state.over()) {
                Attempt last = attempt;
                attempt = null;
                if (last != null) {
                    last.close();
                }
                become(state.stopped("The pull was terminated."));
            }
        });
    }

    private void play(List<InetSocketAddress> addresses) {
        if (!state.over()) {
            var next = new Attempt();
            attempt = next;
            next.open(addresses);
        }
    }

    /** The addresses of a name change, and so does what may be connected to. */
    private void tryAgain() {
        if (state.over()) {
            return;
        }
        connector.mayWait(() -> {
            try {
                List<InetSocketAddress> addresses = connector.resolve(url);
                loop.execute(() -> play(addresses));
            } catch (TargetRefusedException e) {
                loop.execute(() -> unlessOver(state.refused(String.valueOf(e.getMessage()))));
            } catch (IOException e) {
                loop.execute(() -> unlessOver(state.failed(String.valueOf(e.getMessage()))));
            }
        });
    }

    private void unlessOver(PullState next) {
        if (!state.over()) {
            become(next);
        }
    }

    private void become(PullState next) {
        PullState before = state;
        state = next;
        Instant since = next.status() == before.status() ? info.since() : Instant.now();
        info =
                new PullInfo(
                        url,
                        info.uri(),
                        info.localStreamName(),
                        info.name(),
                        next.status(),
                        since,
                        next.failures(),
                        next.reason());
        if (next.status() != before.status()) {
            LOG.info("{} {}", info, next.reason());
        }
        if (next.over()) {
            cancel(retry);
            cancel(look);
            stream.end();
            pulls.over(this);
        } else if (next.failures() > before.failures()) {
            retry = loop.schedule(this::tryAgain, next.pause().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** When what comes now is: later than all that came. */
    private long nextNanos() {
        return Math.max(System.nanoTime() - stream.sinceNanos(), newestNanos + STEP_NANOS);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** One connection; what one that was given up still says concerns nobody. */
    private final class Attempt implements RtmpPlay.Listener {
        private @Nullable RtmpPlay play;
        private @Nullable UnitReader reader;

        void open(List<InetSocketAddress> addresses) {
            heardNanos = System.nanoTime();
            play = RtmpPlay.open(connector, loop, url, addresses, this);
        }

        void close() {
            if (play != null) {
                play.close();
            }
        }

        @Override
        public void started() {
            if (attempt == this) {
                reader = new UnitReader(nextNanos());
            }
        }

        @Override
        public void media(FlvTag tag) {
            if (reader != null && attempt == this) {
                if (state.status() != PullInfo.Status.PROCESSED_REMOTE) {
                    reader.resumeAt(nextNanos());
                }
                reader.process(tag, this::add);
            }
        }

        private void add(MediaUnit unit) {
            heardNanos = System.nanoTime();
            if (state.status() != PullInfo.Status.PROCESSED_REMOTE) {
                become(state.playing());
            }
            newestNanos = Math.max(newestNanos, unit.dtsNanos());
            stream.add(unit);
        }

        @Override
        public void ended(String reason) {
            if (attempt == this) {
                attempt = null;
                become(state.failed(reason));
            }
        }
    }
}
