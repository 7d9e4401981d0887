package io.sipcast.api.events;

import io.sipcast.api.Problem;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.push.PushChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who listen, and what they are told. Whoever changes says so on any thread and goes on; the
 * rest happens on threads that may wait.
 *
 * <p>A newcomer is told everything as it is, and then every event after that. Whoever comes back is
 * told what it missed, if the log still has it. When the last one has been gone for a while nothing
 * is read any more, so that nobody pays for events that nobody wants.
 */
public final class EventHub implements Streams.Observer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final long RETRY_MILLIS = 1000;
    private static final Duration VIEWERS_PAUSE = Duration.ofSeconds(1);
    private static final Duration REGISTRATIONS_PAUSE = Duration.ofMillis(100);

    /**
     * The limits of it.
     *
     * @param clients at once
     * @param events in the log
     * @param bytes of them
     * @param ping the pause between the signs of life to a client
     * @param linger how long events are kept for when nobody listens
     */
    public record Limits(int clients, int events, long bytes, Duration ping, Duration linger) {
        public static final Limits DEFAULT =
                new Limits(200, 2000, 4 << 20, Duration.ofSeconds(15), Duration.ofMinutes(1));
    }

    /**
     * What was counted.
     *
     * @param clients now
     * @param tooSlow were disconnected as they did not take their events
     * @param refused as there were too many
     */
    public record Counters(int clients, long tooSlow, long refused) {}

    private final Limits limits;
    private final Timer timer;
    private final EventReader reader;
    private final EventLog log;
    private final Changes changes;
    private final Pace viewers;
    private final Pace registrations;
    private final Watch watch;
    private final ReentrantLock turn = new ReentrantLock();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong tooSlow = new AtomicLong();
    private final AtomicLong noted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean awake;
    private boolean over; // guarded by the turn, as all below
    private @Nullable Snapshot snapshot;
    private Runnable sleeping = () -> {};

    /**
     * Nobody listens yet.
     *
     * @param mayWait runs what waits
     */
    EventHub(
            EventSources sources,
            Limits limits,
            Executor mayWait,
            Timer timer,
            RandomGenerator random) {
        this.limits = limits;
        this.timer = timer;
        this.reader = new EventReader(sources);
        this.log =
                new EventLog("%08x".formatted(random.nextInt()), limits.events(), limits.bytes());
        this.changes = new Changes(mayWait, this::tell);
        this.viewers = new Pace(timer, VIEWERS_PAUSE, changes::add);
        this.registrations = new Pace(timer, REGISTRATIONS_PAUSE, changes::add);
        this.watch = new Watch(sources.statistics(), timer);
    }

    /**
     * Nobody listens yet.
     *
     * @param mayWait runs what waits, such as a virtual thread for each task
     */
    public static EventHub open(
            EventSources sources, Limits limits, Executor mayWait, RandomGenerator random) {
        return new EventHub(sources, limits, mayWait, new OneTimer(mayWait), random);
    }

    public Limits limits() {
        return limits;
    }

    public Counters counters() {
        return new Counters(subscriptions.size(), tooSlow.get(), refused.get());
    }

    // What changes, from any thread.

    /** A call, or one of its own targets. */
    public void callChanged(String callId) {
        changed(new Change.OfCall(callId));
    }

    public void pushChanged(PushChange push) {
        changed(new Change.OfPush(push));
    }

    @Override
    public void changed(LiveStream stream) {
        changed(new Change.OfStream(stream));
    }

    @Override
    public void viewersChanged(LiveStream stream) {
        changed(viewers::add, new Change.OfStream(stream));
    }

    public void recordingChanged(StreamName stream) {
        changed(new Change.OfRecording(stream));
    }

    /** One of them or more. */
    public void registrationsChanged() {
        changed(registrations::add, new Change.OfRegistrations());
    }

    /** Whether the node is overloaded. */
    public void nodeChanged() {
        changed(new Change.OfNode());
    }

    private void changed(Change change) {
        changed(changes::add, change);
    }

    private void changed(Consumer<Change> queue, Change change) {
        if (awake) {
            noted.incrementAndGet();
            queue.accept(change);
        }
    }

    private void tell(Change change) {
        turn.lock();
        try {
            if (awake) {
                reader.read(change).forEach(event -> log.add(event.name(), event.data()));
                subscriptions.forEach(Subscription::signal);
            }
        } catch (RuntimeException e) {
            LOG.error("{} cannot be told", change.getClass().getSimpleName(), e);
        } finally {
            turn.unlock();
        }
    }

    // Who listens.

    /**
     * Lets a client in. On a thread that may wait.
     *
     * @param lastEventId of the last event that it was told; null when it is new
     * @param watched the calls whose statistics it wants
     * @param ready called by any thread, and must not wait, when there is something to be polled;
     *     once until the next poll
     * @throws Problem 503 when there are too many
     */
    public Subscription open(@Nullable String lastEventId, Set<String> watched, Runnable ready) {
        turn.lock();
        try {
            refuseTooMany();
            wake();
            Optional<EventId> known = EventId.parse(lastEventId).filter(log::hasAllAfter);
            var subscription =
                    known.isPresent()
                            ? resumed(known.get(), watched, ready)
                            : fresh(watched, ready);
            subscriptions.add(subscription);
            watch.add(subscription);
            return subscription;
        } finally {
            if (awake && subscriptions.isEmpty()) { // it failed
                linger();
            }
            turn.unlock();
        }
    }

    private void refuseTooMany() {
        if (over || subscriptions.size() >= limits.clients()) {
            refused.incrementAndGet();
            String why =
                    over
                            ? "The gateway is shutting down."
                            : "As many clients as there may be listen to events already.";
            throw new Problem(503, why, null, Map.of("Retry-After", "5"));
        }
    }

    private void wake() {
        sleeping.run();
        if (!awake) {
            awake = true; // first: what changes while the rest is read is told
            reader.start();
        }
    }

    private Subscription resumed(EventId known, Set<String> watched, Runnable ready) {
        byte[] first = EventText.retry(RETRY_MILLIS);
        return new Subscription(this, log, first, known.number(), watched, ready);
    }

    private Subscription fresh(Set<String> watched, Runnable ready) {
        Snapshot now = snapshot();
        return new Subscription(this, log, now.text(), now.number(), watched, ready);
    }

    private Snapshot snapshot() {
        long now = timer.nowNanos();
        Snapshot known = snapshot;
        long changed = noted.get();
        if (known == null || !known.isFresh(changed, now)) {
            known = new Snapshot(log.last(), changed, reader.snapshot(), RETRY_MILLIS, now);
            snapshot = known;
        }
        return known;
    }

    void tooSlow(Subscription subscription) {
        if (subscriptions.contains(subscription)) {
            tooSlow.incrementAndGet();
            subscription.end();
        }
    }

    /** From any thread, so whatever waits is done elsewhere. */
    void closed(Subscription subscription) {
        watch.remove(subscription);
        if (subscriptions.remove(subscription) && subscriptions.isEmpty()) {
            Runnable _ = timer.in(Duration.ZERO, this::lingerIfEmpty);
        }
    }

    private void lingerIfEmpty() {
        turn.lock();
        try {
            if (subscriptions.isEmpty() && !over) {
                linger();
            }
        } finally {
            turn.unlock();
        }
    }

    private void linger() {
        sleeping.run();
        sleeping = timer.in(limits.linger(), this::sleepIfEmpty);
    }

    private void sleepIfEmpty() {
        turn.lock();
        try {
            if (subscriptions.isEmpty()) {
                awake = false;
                snapshot = null;
                log.interrupt();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Tells everybody that this is the end. */
    @Override
    public void close() {
        turn.lock();
        try {
            over = true;
            awake = false;
            sleeping.run();
            subscriptions.forEach(Subscription::end);
        } finally {
            turn.unlock();
        }
    }
}
