package io.sipcast.mp4;

import io.sipcast.media.Format;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;

/**
 * One track of a file.
 *
 * @param id from 1
 * @param timescale ticks a second: 90 kHz for pictures, samples for sound
 * @param frameTicks how long an AAC frame is; 0 for pictures, which last until the next one
 */
record TrackLayout(int id, Format format, int timescale, int frameTicks) {
    private static final int VIDEO_TIMESCALE = 90_000;
    private static final long NANOS = 1_000_000_000L;

    static TrackLayout of(int id, Format format) {
        return switch (format) {
            case Format.Video _ -> new TrackLayout(id, format, VIDEO_TIMESCALE, 0);
            case Format.Audio audio ->
                    new TrackLayout(
                            id,
                            format,
                            audio.sampleRateHz(),
                            AudioSpecificConfig.parse(audio.configuration()).frameSamples());
        };
    }

    boolean isVideo() {
        return frameTicks == 0;
    }

    /** A time in ticks, rounded to the nearest. */
    long ticks(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS);
        long rest = Math.floorMod(nanos, NANOS);
        return seconds * timescale + (rest * timescale + NANOS / 2) / NANOS;
    }

    /** Ticks in milliseconds, rounded down. */
    long millis(long ticks) {
        return ticks / timescale * 1000 + ticks % timescale * 1000 / timescale;
    }
}
