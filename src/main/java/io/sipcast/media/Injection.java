package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * What the callee hears and sees in place of silence and slate: a file, another stream. Owned by
 * the thread of the session that it was given to; nothing here waits, and what is kept for later is
 * bounded.
 */
public interface Injection extends AutoCloseable {
    /**
     * A picture and when it belongs before the callee's eyes.
     *
     * @param atNanos on the gateway's clock: that of presentation, beside the sound of {@link
     *     #sound}
     */
    record Shown(MediaUnit unit, long atNanos) {}

    /** What it is, for showing: {@code welcome.wav}, {@code live/studio}. */
    String name();

    /** Every 10 ms, before anything else is asked for. */
    default void tick(long nowNanos) {}

    /**
     * The next block of sound, of any length and rate; its span is how long it is to last.
     *
     * @return null when there is none now: silence in its place
     */
    @Nullable Pcm sound(long nowNanos);

    /** Whether every block lasts exactly as long as its samples do at their rate. */
    boolean exact();

    /** The next picture that is due; null when there is none now. */
    default @Nullable Shown picture(long nowNanos) {
        return null;
    }

    /** The callee cannot go on without a key frame. May be asked too often. */
    default void requestKeyFrame(long nowNanos) {}

    /** Whether nothing comes any more. */
    boolean ended();

    /** May be repeated. */
    @Override
    void close();
}
