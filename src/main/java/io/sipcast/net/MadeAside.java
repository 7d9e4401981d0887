package io.sipcast.net;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that takes long to make and is not needed at once: others make it, and who comes before
 * it is ready waits. Safe for use by any thread.
 *
 * @param <T> what is made
 */
final class MadeAside<T> {
    private static final Logger LOG = LoggerFactory.getLogger(MadeAside.class);

    private final CompletableFuture<T> made;

    private MadeAside(CompletableFuture<T> made) {
        this.made = made;
    }

    /** Has it made. */
    static <T> MadeAside<T> by(Executor others, Callable<T> making) {
        var made = new CompletableFuture<T>();
        others.execute(() -> {
            try {
                made.complete(making.call());
            } catch (Throwable e) { // whatever it is: else who asks waits for ever
                LOG.error("something that others wait for could not be made", e);
                made.completeExceptionally(e);
            }
        });
        return new MadeAside<>(made);
    }

    /** What has been made already. */
    static <T> MadeAside<T> ready(T value) {
        return new MadeAside<>(CompletableFuture.completedFuture(value));
    }

    /**
     * What was made.
     *
     * @throws java.util.concurrent.CompletionException when it could not be made, with the cause
     */
    T get() {
        return made.join();
    }
}
