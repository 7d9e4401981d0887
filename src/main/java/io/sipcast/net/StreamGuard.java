package io.sipcast.net;

import io.sipcast.config.Config;
import io.sipcast.live.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who may publish and play the streams of this node, over RTMP and HTTP: keys, then a hook. Safe
 * for use by any thread; nothing here waits.
 */
public final class StreamGuard implements AutoCloseable {
    /** What was decided. */
    public sealed interface Verdict {
        /**
         * It may be done.
         *
         * @param name of the stream that is meant: a hook may have chosen another
         */
        record Allowed(StreamName name) implements Verdict {}

        /**
         * It may not.
         *
         * @param reason a sentence for the client
         */
        record Refused(String reason) implements Verdict {}
    }

    private static final Verdict WRONG_KEY =
            new Verdict.Refused("The key of this stream is missing or wrong.");

    private final StreamKeys publishKeys;
    private final StreamKeys playKeys;
    private final @Nullable StreamHook hook;

    private StreamGuard(StreamKeys publishKeys, StreamKeys playKeys, @Nullable StreamHook hook) {
        this.publishKeys = publishKeys;
        this.playKeys = playKeys;
        this.hook = hook;
    }

    /** As configured. */
    public static StreamGuard of(Config.Rtmp settings, Executor mayWait) {
        Config.Rtmp.Hook hook = settings.hook();
        boolean asks =
                hook.publish().isPresent() || hook.play().isPresent() || hook.done().isPresent();
        return new StreamGuard(
                new StreamKeys(settings.publishKeys()),
                new StreamKeys(settings.playKeys()),
                asks ? new StreamHook(hook, mayWait) : null);
    }

    /** Everybody may do everything. */
    public static StreamGuard open() {
        return new StreamGuard(new StreamKeys(List.of()), new StreamKeys(List.of()), null);
    }

    /** Decides; complete at once where no hook is asked. Never completes exceptionally. */
    public CompletableFuture<Verdict> ask(StreamRequest request) {
        if (!keys(request).open(request.name(), request.query())) {
            return CompletableFuture.completedFuture(WRONG_KEY);
        }
        Optional<CompletableFuture<Verdict>> asked =
                hook == null ? Optional.empty() : hook.ask(request);
        return asked.orElseGet(
                () -> CompletableFuture.completedFuture(new Verdict.Allowed(request.name())));
    }

    /** Whether a key opens the stream, and this one was shown; empty otherwise. */
    public Optional<String> keyShown(StreamRequest request) {
        return keys(request).guards(request.name())
                ? Optional.of(StreamKeys.keyIn(request.query())).filter(key -> !key.isEmpty())
                : Optional.empty();
    }

    /** Whether it is refused for its key, not by a hook. */
    public static boolean isWrongKey(Verdict verdict) {
        return verdict.equals(WRONG_KEY);
    }

    /** It was allowed and is over. */
    public void done(StreamRequest request) {
        if (hook != null) {
            hook.done(request);
        }
    }

    /** Whether both have shown the same key for the stream that they publish. */
    boolean sameKey(StreamName name, String query, String otherQuery) {
        return publishKeys.guards(name)
                && StreamKeys.keyIn(query).equals(StreamKeys.keyIn(otherQuery));
    }

    private StreamKeys keys(StreamRequest request) {
        return switch (request.act()) {
            case PUBLISH -> publishKeys;
            case PLAY -> playKeys;
        };
    }

    @Override
    public void close() {
        if (hook != null) {
            hook.close();
        }
    }
}
