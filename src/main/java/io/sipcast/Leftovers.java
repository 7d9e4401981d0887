package io.sipcast;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.netty.channel.EventLoop;
import io.sipcast.net.Loops;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Has what ended streams have left in memory collected when it is as much as what lives. The JVM
 * looks for it only once its heap is two thirds full, and after a peak that may never be again: the
 * memory of the peak would stay (decision 30). At most twice a minute. Safe for use by any thread.
 */
final class Leftovers {
    /** Fewer are not worth marking all that lives. */
    private static final int LEAST = 16;

    private static final Duration WAIT = Duration.ofSeconds(10);

    /** The next few young collections move what lives together; only then the heap can shrink. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final BiConsumer<Duration, Runnable> after;
    private final Runnable collect;
    private int ended;
    private boolean due;

    /**
     * @param after runs what may wait, so much later: streams end many at a time
     * @param collect has the garbage collected without stopping what runs
     */
    Leftovers(BiConsumer<Duration, Runnable> after, Runnable collect) {
        this.after = after;
        this.collect = collect;
    }

    /**
     * Those of a gateway, collected by a JVM that does not stop for it. But who asks waits until
     * all is marked, so it has a thread of its own: a virtual one would keep a carrier.
     */
    static Leftovers collected(Loops loops) {
        EventLoop loop = loops.sip();
        return new Leftovers(
                (time, task) -> {
                    if (!loop.isShuttingDown()) {
                        var _ =
                                loop.schedule(
                                        () -> startThread(task),
                                        time.toSeconds(),
                                        TimeUnit.SECONDS);
                    }
                },
                Leftovers::collect);
    }

    private static void startThread(Runnable task) {
        var _ = Thread.ofPlatform().daemon().name("leftovers").start(task);
    }

    /**
     * A stream has ended.
     *
     * @param live how many are left
     */
    synchronized void ended(int live) {
        ended++;
        if (!due && ended >= Math.max(LEAST, live)) {
            due = true;
            after.accept(WAIT, collect);
            after.accept(AGAIN, this::again);
        }
    }

    private void again() {
        synchronized (this) {
            due = false;
            ended = 0;
        }
        collect.run();
    }

    /** Nothing in a JVM that would stop for it: {@code ./sipcast} starts one that does not. */
    private static void collect() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (Boolean.parseBoolean(jvm.getVMOption("ExplicitGCInvokesConcurrent").getValue())) {
            System.gc();
        }
    }
}
