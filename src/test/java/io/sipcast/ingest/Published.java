package io.sipcast.ingest;

import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What was published under one name, and the verdict on it. Safe for use by any thread. */
public final class Published {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Rules rules;
    private final List<Message> messages = new ArrayList<>();
    private @Nullable RuleBroken broken;
    private long newestNanos;
    private long longestPauseNanos;
    private boolean begun;
    private boolean ended;

    Published(Rules rules) {
        this.rules = rules;
    }

    synchronized void begin() {
        begun = true;
    }

    synchronized boolean begun() {
        return begun;
    }

    synchronized boolean over() {
        return ended;
    }

    synchronized boolean hasMedia() {
        return rules.frames() + rules.pictures() > 0;
    }

    synchronized void take(Message message) {
        try {
            clock();
            messages.add(message);
            rules.take(message);
        } catch (RuleBroken e) {
            broken = e;
            throw e;
        }
    }

    private void clock() {
        long now = System.nanoTime();
        if (!messages.isEmpty()) {
            longestPauseNanos = Math.max(longestPauseNanos, now - newestNanos);
        }
        newestNanos = now;
    }

    /** The longest that nothing came, between the first message and the last. */
    public synchronized Duration longestPause() {
        return Duration.ofNanos(longestPauseNanos);
    }

    synchronized void end() {
        if (!ended && broken == null) {
            try {
                rules.end();
            } catch (RuleBroken e) {
                broken = e;
            }
        }
        ended = true;
    }

    /** Waits until this much has come in both tracks, or a rule was broken. */
    public Published await(long pictures, long frames) {
        return awaitThat(
                () -> broken != null || (rules.pictures() >= pictures && rules.frames() >= frames));
    }

    /** Waits for the end of the stream. */
    public Published awaitEnd() {
        return awaitThat(() -> ended);
    }

    private Published awaitThat(BooleanSupplier wanted) {
        Awaitility.await().atMost(LIMIT).until(() -> isSo(wanted));
        return this;
    }

    private synchronized boolean isSo(BooleanSupplier wanted) {
        return wanted.getAsBoolean();
    }

    /** Fails with the rule that was broken, if one was. */
    public synchronized Published kept() {
        if (broken != null) {
            throw new AssertionError(broken.getMessage(), broken);
        }
        return this;
    }

    /** The rule that was broken, if one was. */
    public synchronized @Nullable Rule broken() {
        return broken == null ? null : broken.rule();
    }

    /** What came so far. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    public synchronized long keyFrames() {
        return rules.keyFrames();
    }

    public synchronized int pictureHeaders() {
        return rules.pictureHeaders();
    }

    /**
     * The pictures so far as a byte stream with start codes, and their parameter sets before it.
     */
    public byte[] byteStream() {
        var out = new ByteStream();
        messages().forEach(out::take);
        return out.bytes();
    }

    /** What came so far as a file, to be decoded. */
    public Recording recording() {
        Path file = PeerProcess.folder("ingest").resolve("published.flv");
        try {
            return new Recording(Files.write(file, FlvStream.write(messages())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
