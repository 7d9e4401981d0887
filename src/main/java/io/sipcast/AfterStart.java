package io.sipcast;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a start need not wait for once it is over, so that it takes no processor from it: what
 * is made for calls that have not come yet. One after the other, on a thread of its own, so that it
 * keeps no call waiting either, as it would on a carrier of virtual threads. One that fails is
 * logged and takes nothing from the others. Safe for use by any thread.
 */
final class AfterStart implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(AfterStart.class);

    private final Executor then;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean over;

    AfterStart(Executor then) {
        this.then = then;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (!over) {
                waiting.add(task);
                return;
            }
        }
        then.execute(task);
    }

    /** The start is over, and this is called once. */
    void over() {
        List<Runnable> tasks;
        synchronized (this) {
            over = true;
            tasks = List.copyOf(waiting);
            waiting.clear();
        }
        var _ =
                Thread.ofPlatform()
                        .daemon()
                        .name("after-start")
                        .start(() -> tasks.forEach(AfterStart::run));
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // whatever it is: others wait for the rest
            LOG.error("something that calls may need could not be made", e);
        }
    }
}
