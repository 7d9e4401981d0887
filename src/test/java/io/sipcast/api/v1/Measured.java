package io.sipcast.api.v1;

import io.sipcast.media.Format;
import io.sipcast.media.MediaStats;
import io.sipcast.media.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of a call in which all is well, and what a test wants to be different. */
public final class Measured {
    long packets = 1000;
    long lost;
    long late;
    double levelDbfs = -20;
    double peakDbfs = -6;
    double driftPpm;
    double frameRate = 25;
    long keyFrames = 10;
    long keyFrameRequests;
    boolean ignored;
    @Nullable Double skewMillis = 1.5;

    public MediaStats stats() {
        return new MediaStats(audio(), video());
    }

    /** A second later. */
    public Measured later() {
        packets += 50;
        return this;
    }

    MediaStats.Audio audio() {
        return new MediaStats.Audio(
                packets("rtp/audio"), "PCMU", 60, 0, 0, driftPpm, 1, 0, 0, levelDbfs, peakDbfs);
    }

    MediaStats.Video video() {
        return new MediaStats.Video(
                packets("rtp/video"),
                Format.VideoCodec.H264,
                null,
                500,
                0,
                0,
                0,
                keyFrames,
                0,
                keyFrameRequests,
                new MediaStats.Feedback(0, 0, keyFrameRequests, 0, 0, ignored),
                0,
                true,
                0,
                frameRate,
                400,
                skewMillis);
    }

    private MediaStats.Packets packets(String source) {
        var path =
                new Path.Snapshot(
                        source, List.of(new Path.Counters("jitter", packets, packets, lost)));
        return new MediaStats.Packets(
                path, 1, packets, lost, 0, late, 0, 0, 64_000, 1.24, 60, -1, 20, 1000);
    }
}
