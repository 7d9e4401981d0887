package io.sipcast.overload;

import io.sipcast.net.LoopWatch;
import io.sipcast.net.Loops;
import io.sipcast.overload.Refusal.Reason;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the load once a second and tells who asks whether something new may begin. Safe for use
 * by any thread, and nothing of it waits.
 */
public final class Overload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    /**
     * How the node is doing.
     *
     * @param overload what there is too much of; null while all is well
     */
    public record Status(Load load, @Nullable Reason overload) {}

    private final LongSupplier clock;
    private final OverloadMachine machine; // guarded by this, as all below
    private Load load = Load.NONE;
    private long beganNanos;
    private long refused;
    private Supplier<CallLoad> calls = () -> CallLoad.NONE;
    private volatile @Nullable Future<?> sampling;
    private volatile Runnable observer = () -> {};

    public Overload(OverloadLimits limits, LongSupplier clock) {
        this.clock = clock;
        this.machine = new OverloadMachine(limits, clock.getAsLong());
    }

    /** Begins to measure. */
    public void watch(Loops loops, Executor mayWait, Supplier<CallLoad> newCalls) {
        var watch = new LoopWatch(loops, clock);
        var cpu = new ProcessCpu(clock.getAsLong());
        synchronized (this) {
            calls = newCalls;
        }
        Runnable sample = () -> sample(read(watch, cpu));
        sampling =
                loops.sip()
                        .scheduleWithFixedDelay(
                                () -> mayWait.execute(sample), 1, 1, TimeUnit.SECONDS);
    }

    /** Is called when overload begins, has another reason, or ends, on a thread that may wait. */
    public void observe(Runnable changed) {
        observer = changed;
    }

    private Load read(LoopWatch watch, ProcessCpu cpu) {
        synchronized (watch) { // a late sample may meet the next one
            LoopWatch.Reading loops = watch.read();
            return new Load(
                    loops.lagNanos(),
                    loops.longestTurnNanos(),
                    cpu.used(clock.getAsLong()),
                    cpu.available());
        }
    }

    /** The load since the last time. */
    void sample(Load newLoad) {
        CallLoad now = callLoad(); // before our lock: it takes another one
        Reason before;
        Reason after;
        synchronized (this) {
            before = machine.overload();
            load = newLoad;
            machine.sample(newLoad, now, clock.getAsLong());
            after = machine.overload();
            if (before == null && after != null) {
                began(after);
            } else if (before != null && after == null) {
                ended();
            }
        }
        if (before != after) {
            observer.run();
        }
    }

    private void began(Reason why) {
        beganNanos = clock.getAsLong();
        refused = 0;
        LOG.warn("overload began, nothing new is taken: {}", machine.describe(why));
    }

    private void ended() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong() - beganNanos);
        LOG.info("overload ended after {} s, in which {} were refused", seconds, refused);
    }

    private CallLoad callLoad() {
        Supplier<CallLoad> from;
        synchronized (this) {
            from = calls;
        }
        return from.get();
    }

    /** Why nothing new may begin now; null when it may. */
    public @Nullable Refusal refusal() {
        CallLoad now = callLoad();
        synchronized (this) {
            Refusal refusal = machine.refusal(now);
            if (refusal != null) {
                refused++;
            }
            return refusal;
        }
    }

    /** Whether, and why, something new would be refused; counts as no refusal. */
    public @Nullable Refusal outlook() {
        CallLoad now = callLoad();
        synchronized (this) {
            return machine.refusal(now);
        }
    }

    /** What there is too much of, in words that hold for as long as it lasts. */
    public synchronized Optional<Overloaded> overloaded() {
        return Optional.ofNullable(machine.overload()).map(machine::overloaded);
    }

    public synchronized Status status() {
        return new Status(load, machine.overload());
    }

    @Override
    public void close() {
        Future<?> running = sampling;
        if (running != null) {
            running.cancel(false);
        }
    }
}
