package io.sipcast.push;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Sending;
import io.sipcast.live.StreamForm;
import io.sipcast.net.RtmpFailures;
import io.sipcast.net.RtmpPublish;
import io.sipcast.push.PushMachine.Step;
import io.sipcast.push.PushState.Phase;
import io.sipcast.rtmp.RtmpClient.State;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.SendProgress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one {@link PushMachine}: resolves on a thread that may wait, connects on its loop, looks
 * once in a while whether bytes leave. Everything private runs on the loop; the rest is for any
 * thread.
 */
public final class Push implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Push.class);
    private static final int LOOK_MILLIS = 500;
    private static final String STREAM_ENDED = "The stream has ended.";

    /**
     * A push at one moment.
     *
     * @param since when it got this status
     * @param reason why the last attempt failed or the push ended, as a sentence; empty while it
     *     publishes, and before anything failed
     * @param sentBytes over this connection
     * @param acknowledgedBytes of them, by RTMP; 0 with servers that never acknowledge
     * @param failures the last few, oldest first, whatever came after
     * @param sending how it keeps up
     */
    public record Snapshot(
            PushStatus status,
            Instant since,
            int retries,
            String reason,
            long sentBytes,
            long acknowledgedBytes,
            List<Failure> failures,
            Sending sending) {
        /** In more than what it has sent. */
        boolean differs(Snapshot other) {
            return status != other.status
                    || retries != other.retries
                    || !reason.equals(other.reason)
                    || !failures.equals(other.failures);
        }
    }

    /**
     * One failure.
     *
     * @param label one short word for its kind
     * @param sentence for the user
     */
    public record Failure(Instant at, String label, String sentence) {}

    private final Pushes pushes;
    private final LiveStream stream;
    private final RtmpUrl target;
    private final EventLoop loop;
    private final PushTerms terms;
    private final StreamForm form;

    private final PushMachine machine;
    private PushState state = PushState.waiting(System.nanoTime());
    private @Nullable RtmpPublish publish;
    private @Nullable Future<?> look;
    private final SendRate rate = new SendRate();
    private int attempt;

    /** Whether the next attempt says nothing of enhanced RTMP. */
    private boolean plain;

    private List<Failure> failures = List.of();
    private volatile Snapshot snapshot =
            new Snapshot(
                    PushStatus.PENDING, Instant.now(), 0, "", 0, 0, List.of(), Sending.NOTHING);
    private volatile String transcodingReason = "";

    Push(Pushes pushes, LiveStream stream, RtmpUrl target, EventLoop loop, PushTerms terms) {
        this.pushes = pushes;
        this.stream = stream;
        this.target = target;
        this.loop = loop;
        this.machine = new PushMachine(pushes.policy(), pushes.connector().random());
        this.terms = terms;
        this.form = pushes.formFor(target, terms);
    }

    void start() {
        loop.execute(() -> {
            look =
                    loop.scheduleWithFixedDelay(
                            this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            take(new PushInput.StreamLive());
        });
    }

    public LiveStream stream() {
        return stream;
    }

    public RtmpUrl target() {
        return target;
    }

    PushTerms terms() {
        return terms;
    }

    /** In which form the target gets the stream. */
    public StreamForm form() {
        return form;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    public String transcodingReason() {
        return transcodingReason;
    }

    /** Unpublishes; returns at once. */
    @Override
    public void close() {
        loop.execute(() -> {
            take(new PushInput.Stop("The push was stopped."));
            retire(); // one that was given up, too
        });
    }

    private void look() {
        if (stream.ended()) {
            take(new PushInput.Stop(STREAM_ENDED));
            return;
        }
        if (publish != null) {
            rate.look(publish.sentBytes(), System.nanoTime());
        }
        SendProgress sent = publish == null ? null : publish.progress();
        if (sent != null) {
            take(new PushInput.Progress(sent));
        }
        take(new PushInput.TimedOut());
    }

    private void take(PushInput input) {
        PushState before = state;
        long now = System.nanoTime();
        Step step = machine.step(state, input, now);
        state = step.next();
        switch (step.action()) {
            case NONE -> {}
            case CONNECT -> connect();
            case CLOSE -> disconnect(RtmpPublish::close);
            case ABORT -> disconnect(RtmpPublish::abort);
        }
        note(before, now);
        show(before);
        if (state.phase() == Phase.STOPPED || (state.phase().over() && stream.ended())) {
            retire();
        }
    }

    private void show(PushState before) {
        PushStatus status = state.status();
        Instant since = status == before.status() ? snapshot.since() : Instant.now();
        String reason =
                state.reason() == null || status == PushStatus.PUBLISHING ? "" : state.reason();
        long sent = publish == null ? 0 : publish.sentBytes();
        String transcoding = publish == null ? "" : publish.transcodingReason();
        long acknowledged = publish == null ? 0 : publish.acknowledgedBytes();
        var next =
                new Snapshot(
                        status,
                        since,
                        state.retries(),
                        reason,
                        sent,
                        acknowledged,
                        failures,
                        sending());
        boolean news = next.differs(snapshot) || !transcoding.equals(transcodingReason);
        transcodingReason = transcoding;
        snapshot = next;
        if (news) {
            terms.changed().run();
        }
    }

    private Sending sending() {
        RtmpPublish running = publish;
        if (running == null || state.phase() != Phase.PUBLISHING) {
            rate.forget();
            return Sending.NOTHING;
        }
        long queued = running.queuedBytes();
        long behind = running.behindMillis();
        long bitRate = rate.bitsPerSecond();
        boolean tells = behind >= 0 && (bitRate > 0 || queued == 0);
        return new Sending(
                bitRate,
                queued,
                tells ? behind + (queued == 0 ? 0 : queued * 8000 / bitRate) : -1,
                running.droppedPictures());
    }

    private void note(PushState before, long nowNanos) {
        if (!state.failures().equals(before.failures())) {
            pushes.counts().count(state.failures().getLast().why());
            Instant wall = Instant.now();
            failures = state.failures().stream().map(each -> shown(each, wall, nowNanos)).toList();
        }
        if (state.phase() == Phase.RETRYING && before.phase() != Phase.RETRYING) {
            long pauseMillis = TimeUnit.NANOSECONDS.toMillis(state.deadlineNanos() - nowNanos);
            LOG.info(
                    "push of {} to {}: retry {} in {} ms, {}: {}",
                    stream.name(),
                    target,
                    state.retries() + 1,
                    pauseMillis,
                    failures.getLast().label(),
                    state.reason());
        } else if (state.phase() != before.phase()) {
            String reason = state.reason() == null || !state.phase().over() ? "" : state.reason();
            LOG.info("push of {} to {}: {} {}", stream.name(), target, state.phase(), reason);
        }
    }

    private static Failure shown(PushFailure failure, Instant wall, long nowNanos) {
        RtmpFailure why = failure.why();
        Instant at = wall.minusNanos(nowNanos - failure.atNanos());
        return new Failure(at, why.label(), why.sentence());
    }

    private void retire() {
        if (look != null) {
            look.cancel(false);
        }
        pushes.remove(this);
    }

    private void connect() {
        int mine = ++attempt;
        pushes.connector()
                .mayWait(() -> {
                    PushInput outcome;
                    List<InetSocketAddress> addresses = List.of();
                    try {
                        addresses = pushes.connector().resolve(target);
                        outcome = isOwn(addresses) ? new PushInput.OwnServer() : null;
                    } catch (IOException e) {
                        outcome = new PushInput.Lost(RtmpFailures.ofLookUp(e, target));
                    }
                    resolved(mine, addresses, outcome);
                });
    }

    private boolean isOwn(List<InetSocketAddress> addresses) {
        return pushes.server().ownName(target, addresses).filter(stream.name()::equals).isPresent();
    }

    /** From the thread that may wait back to the loop. */
    private void resolved(
            int mine, List<InetSocketAddress> addresses, @Nullable PushInput outcome) {
        loop.execute(() -> {
            if (mine != attempt) {
                return; // stopped, or given up, in the meantime
            }
            if (outcome != null) {
                take(outcome);
            } else {
                publish(mine, addresses);
            }
        });
    }

    private void publish(int mine, List<InetSocketAddress> addresses) {
        PushPolicy policy = pushes.policy();
        RtmpPublish opened =
                RtmpPublish.open(
                        pushes.connector(),
                        loop,
                        target,
                        addresses,
                        stream,
                        plain ? form.classic() : form,
                        new RtmpPublish.Patience(policy.answerLimit(), policy.noProgress()),
                        new Attempt(mine));
        if (mine == attempt) {
            publish = opened;
        } else {
            opened.close();
        }
    }

    private void disconnect(Consumer<RtmpPublish> how) {
        attempt++; // what the closed connection still says concerns nobody
        if (publish != null) {
            how.accept(publish);
            publish = null;
        }
    }

    /**
     * There are servers that stumble over what they do not know in {@code connect}. So one that
     * fails there is asked plainly the next time, and by turns.
     */
    private static boolean mayBeStumbling(RtmpFailure failure) {
        return failure instanceof RtmpFailure.ConnectRejected
                || (failure instanceof RtmpFailure.HungUp(State at, _) && at == State.CONNECT)
                || (failure instanceof RtmpFailure.Silent(State reached)
                        && reached == State.CONNECT);
    }

    private final class Attempt implements RtmpPublish.Listener {
        private final int number;

        Attempt(int number) {
            this.number = number;
        }

        @Override
        public void accepted() {
            if (number == attempt) {
                take(new PushInput.Accepted());
            }
        }

        @Override
        public void failed(RtmpFailure failure) {
            if (number == attempt) {
                plain ^= mayBeStumbling(failure);
                take(
                        stream.ended()
                                ? new PushInput.Stop(STREAM_ENDED)
                                : new PushInput.Lost(failure));
            }
        }

        @Override
        public void ended() {
            if (number == attempt) {
                take(new PushInput.Stop(STREAM_ENDED));
            }
        }
    }

    @Override
    public String toString() {
        return "push of " + stream.name() + " to " + target;
    }
}
