package io.sipcast.live;

import io.sipcast.media.Format;
import org.jspecify.annotations.Nullable;

/**
 * A sound for one subscriber, in frames of the format that its track has. What is asked for and
 * ended belongs to the subscriber's thread; any thread closes it.
 */
public interface SoundFrames extends AutoCloseable {
    /**
     * The next frame, which lasts as long as one of the track does. Never waits.
     *
     * @param format of the track; the sound begins anew when it is another one than before
     * @return null when there is none now: silence in its place
     */
    byte @Nullable [] next(Format.Audio format);

    /** Whether nothing comes any more. */
    boolean ended();

    /** May be repeated. */
    @Override
    void close();
}
