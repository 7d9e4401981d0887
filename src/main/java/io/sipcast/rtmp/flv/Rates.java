package io.sipcast.rtmp.flv;

import io.sipcast.media.MediaUnit;

/**
 * What onMetaData says of a stream that nobody has announced: measured from its units, over at
 * least two seconds of it. One subscription's, owned by its thread.
 */
public final class Rates {
    private static final double NANOS = 1e9;
    private static final long LEAST_NANOS = 2_000_000_000L;
    private static final double[] USUAL = {10, 12.5, 15, 20, 24, 25, 30, 50, 60};

    /** Cameras miss their rate by so much, and times in milliseconds add to it. */
    private static final double NEAR = 0.03;

    private long firstVideo = Long.MIN_VALUE;
    private long lastVideo;
    private long firstAudio = Long.MIN_VALUE;
    private long lastAudio;
    private int pictures;
    private long videoBytes;
    private long audioBytes;

    /** Takes the units of a stream in their order. */
    public void add(MediaUnit unit) {
        int size = unit.payload().length;
        if (unit.isVideo()) {
            if (firstVideo == Long.MIN_VALUE) {
                firstVideo = unit.dtsNanos();
            } else {
                pictures++; // the spans between pictures are counted
                videoBytes += size;
            }
            lastVideo = unit.dtsNanos();
        } else {
            if (firstAudio == Long.MIN_VALUE) {
                firstAudio = unit.dtsNanos();
            } else {
                audioBytes += size;
            }
            lastAudio = unit.dtsNanos();
        }
    }

    /** Whether every track that there is was seen for long enough. */
    public boolean known() {
        boolean video = firstVideo == Long.MIN_VALUE || lastVideo - firstVideo >= LEAST_NANOS;
        boolean audio = firstAudio == Long.MIN_VALUE || lastAudio - firstAudio >= LEAST_NANOS;
        return video && audio && (firstVideo != Long.MIN_VALUE || firstAudio != Long.MIN_VALUE);
    }

    /** Pictures a second: a usual rate where it is near one; 0 while it is not known. */
    public double framesPerSecond() {
        if (firstVideo == Long.MIN_VALUE || lastVideo - firstVideo < LEAST_NANOS) {
            return 0;
        }
        double measured = pictures * NANOS / (lastVideo - firstVideo);
        double nearest = USUAL[0];
        for (double usual : USUAL) {
            if (Math.abs(measured - usual) < Math.abs(measured - nearest)) {
                nearest = usual;
            }
        }
        boolean near = Math.abs(measured - nearest) <= nearest * NEAR;
        return near ? nearest : Math.round(measured * 100) / 100.0;
    }

    /** In bit/s, whole kilobits; 0 while it is not known. */
    public int videoBitsPerSecond() {
        return rate(videoBytes, firstVideo, lastVideo);
    }

    /** In bit/s, whole kilobits; 0 while it is not known. */
    public int audioBitsPerSecond() {
        return rate(audioBytes, firstAudio, lastAudio);
    }

    private static int rate(long bytes, long first, long last) {
        return first == Long.MIN_VALUE || last - first < LEAST_NANOS
                ? 0
                : (int) (Math.round(bytes * 8 * NANOS / (last - first) / 1000) * 1000);
    }
}
