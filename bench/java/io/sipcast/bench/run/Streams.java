package io.sipcast.bench.run;

import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.RtmpSink;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for calls and streams to come and go. */
final class Streams {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private Streams() {}

    /** Until all of these users are in a call. */
    static void awaitCalls(LoadCallee callee, List<String> users) throws InterruptedException {
        await(
                () -> callee.calls(users) == users.size(),
                () -> "%d calls of %d go on".formatted(callee.calls(users), users.size()));
    }

    /** Until none of these users is in a call, or this thread is interrupted. */
    static void awaitEnd(LoadCallee callee, List<String> users) {
        try {
            await(
                    () -> callee.calls(users) == 0,
                    () -> "%d calls do not end".formatted(callee.calls(users)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until sound arrives of all of them. */
    static void awaitPublished(RtmpSink sink, List<String> names) throws InterruptedException {
        await(
                () -> missing(sink, names).isEmpty(),
                () ->
                        "%d streams of %d have not come, such as %s"
                                .formatted(
                                        missing(sink, names).size(),
                                        names.size(),
                                        missing(sink, names).stream().limit(3).toList()));
    }

    private static List<String> missing(RtmpSink sink, List<String> names) {
        return names.stream().filter(name -> sink.of(name).audioMessages() == 0).toList();
    }

    private static void await(BooleanSupplier there, Supplier<String> what)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new BenchException(what.get() + " after " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(POLL);
        }
    }
}
