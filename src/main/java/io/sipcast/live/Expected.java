package io.sipcast.live;

import java.time.Duration;

/**
 * What will come to a subscriber: who writes a header that names the tracks waits for it.
 *
 * @param audio whether sound is to come
 * @param video whether pictures are to come
 * @param picturesWithin after the first sound, pictures come at the latest; zero: nobody knows
 */
public record Expected(boolean audio, boolean video, Duration picturesWithin) {
    /** What a publisher says, and nobody makes up for. */
    public static Expected of(Publication publication) {
        boolean sound = publication.audio() != Publication.Audio.NONE;
        return new Expected(sound, publication.video(), Duration.ZERO);
    }
}
