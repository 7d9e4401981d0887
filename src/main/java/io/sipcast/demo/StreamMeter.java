package io.sipcast.demo;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.H264Decoder;
import io.sipcast.transcode.Picture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decodes a stream and measures it. Fed by one thread, asked by any. */
final class StreamMeter implements AutoCloseable {
    private static final long SECOND = 1_000_000_000;
    private static final int WHITE = 200;
    private static final int SAMPLED = 97; // every so manieth pixel tells the mean well enough

    private final SkewMeter skew = new SkewMeter();
    private final BeepFinder beeps = new BeepFinder(skew::beep);
    private final Deque<Long> recent = new ArrayDeque<>();
    private @Nullable H264Decoder video;
    private @Nullable AacDecoder audio;
    private @Nullable Format videoFormat;
    private @Nullable Format audioFormat;
    private OptionalLong firstPictureNanos = OptionalLong.empty();
    private boolean white = true;
    private long pictures;
    private long damaged;
    private long stepsBack;
    private long lastDtsNanos;
    private long audioEndNanos = Long.MIN_VALUE;
    private long largestHoleNanos;
    private double soundSeconds;

    /**
     * Takes the next unit.
     *
     * @param nowNanos when it came, on the monotonic clock
     */
    synchronized void take(MediaUnit unit, long nowNanos) {
        if (unit.dtsNanos() < lastDtsNanos) {
            stepsBack++;
        }
        lastDtsNanos = unit.dtsNanos();
        switch (unit.format()) {
            case Format.Video format -> picture(format, unit, nowNanos);
            case Format.Audio format -> sound(format, unit);
        }
    }

    private void picture(Format.Video format, MediaUnit unit, long nowNanos) {
        if (firstPictureNanos.isEmpty()) {
            firstPictureNanos = OptionalLong.of(nowNanos);
        }
        pictures++;
        recent.add(nowNanos);
        if (video == null || !format.equals(videoFormat)) {
            closeVideo();
            videoFormat = format;
            video = new H264Decoder(format.configuration());
        }
        try {
            video.decode(unit.payload(), unit.ptsNanos(), this::decoded);
        } catch (ProtocolException _) {
            damaged++;
        }
    }

    private void decoded(long ptsNanos, Picture picture, boolean whole) {
        damaged += whole ? 0 : 1;
        boolean flash = mean(picture.luma()) > WHITE;
        if (flash && !white) {
            skew.flash(ptsNanos);
        }
        white = flash;
    }

    private static long mean(byte[] luma) {
        long sum = 0;
        for (int i = 0; i < luma.length; i += SAMPLED) {
            sum += luma[i] & 0xFF;
        }
        return sum * SAMPLED / luma.length;
    }

    private void sound(Format.Audio format, MediaUnit unit) {
        if (audio == null || !format.equals(audioFormat)) {
            closeAudio();
            audioFormat = format;
            audio = new AacDecoder(format);
        }
        if (audioEndNanos != Long.MIN_VALUE) {
            largestHoleNanos = Math.max(largestHoleNanos, unit.dtsNanos() - audioEndNanos);
        }
        try {
            short[] samples = audio.decode(unit.payload());
            beeps.take(samples, format.sampleRateHz(), unit.ptsNanos());
            soundSeconds += (double) samples.length / format.sampleRateHz();
            audioEndNanos = unit.dtsNanos() + samples.length * SECOND / format.sampleRateHz();
        } catch (ProtocolException _) {
            damaged++;
        }
    }

    /** When the first picture came; empty before. */
    synchronized OptionalLong firstPictureNanos() {
        return firstPictureNanos;
    }

    synchronized Measured measured(long nowNanos) {
        while (!recent.isEmpty() && nowNanos - recent.getFirst() > SECOND) {
            recent.removeFirst();
        }
        double seconds = (nowNanos - firstPictureNanos.orElse(nowNanos)) / 1e9;
        return new Measured(
                seconds,
                pictures,
                damaged,
                recent.size(),
                soundSeconds,
                largestHoleNanos / 1e6,
                stepsBack,
                skew.pairs(),
                skew.meanMillis(),
                skew.worstMillis());
    }

    private void closeVideo() {
        if (video != null) {
            video.close();
        }
        video = null;
    }

    private void closeAudio() {
        if (audio != null) {
            audio.close();
        }
        audio = null;
    }

    @Override
    public synchronized void close() {
        closeVideo();
        closeAudio();
    }
}
