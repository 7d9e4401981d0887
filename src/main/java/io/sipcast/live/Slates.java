package io.sipcast.live;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slates of this node: one for all streams, or one each where the title has the stream's name.
 * Safe for use by any thread; nothing here waits.
 */
public final class Slates {
    /** What stands for the stream's name in a title. */
    static final String NAME = "$name";

    private static final Logger LOG = LoggerFactory.getLogger(Slates.class);

    /**
     * What the configuration says.
     *
     * @param after how long pictures that were agreed on are waited for
     * @param title what is written on it; {@code $name} is the stream's name
     * @param keyFrameInterval how often a picture that stands still is a key frame
     */
    public record Settings(Duration after, String title, Duration keyFrameInterval) {}

    private final Settings settings;
    private final Slate.Maker maker;
    private final Executor mayWait;
    private final Map<String, CompletableFuture<Slate>> made = new ConcurrentHashMap<>();

    /**
     * Has none yet; one that all streams share is begun with.
     *
     * @param mayWait runs the maker
     */
    public Slates(Settings settings, Slate.Maker maker, Executor mayWait) {
        this.settings = settings;
        this.maker = maker;
        this.mayWait = mayWait;
        if (!ofEachStream()) {
            var _ = slate(settings.title());
        }
    }

    Settings settings() {
        return settings;
    }

    /** The slate of a stream; null while it is being made, and when it could not be. */
    @Nullable Slate of(StreamName name) {
        CompletableFuture<Slate> slate = slate(title(name));
        return slate.isCompletedExceptionally() ? null : slate.getNow(null);
    }

    /** The stream is no more. */
    void forget(StreamName name) {
        if (ofEachStream()) {
            made.remove(title(name));
        }
    }

    private CompletableFuture<Slate> slate(String title) {
        return made.computeIfAbsent(
                title, _ -> CompletableFuture.supplyAsync(() -> make(title), mayWait));
    }

    private Slate make(String title) {
        try {
            return maker.make(title);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("cannot make the slate: streams without pictures have none", e);
            throw e;
        }
    }

    private boolean ofEachStream() {
        return settings.title().contains(NAME);
    }

    private String title(StreamName name) {
        return settings.title().replace(NAME, name.name());
    }
}
