package io.sipcast.rtmp.flv;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;
import io.sipcast.media.Stage;
import io.sipcast.rtmp.codec.h264.ParameterSetsInBand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns one subscription's units into tags that every ingest and player takes: a sequence header
 * first and only when the format changes, pictures from a key frame on, time from 0 and rising
 * within each track. Between the tracks it rises as far as the subscription could merge them: sound
 * and pictures keep their distance even where the one comes too late for that. Pictures of a codec
 * that FLV has no number for are dropped.
 *
 * <p>From the second format of H.264 on key frames have their parameter sets in band, too: FFmpeg
 * 5.1 takes no notice of a new sequence header where it copies (to MPEG-TS, to MP4), and who plays
 * that sees what came before it for ever.
 *
 * <p>Milliseconds are computed from the exact time of each unit, so rounding does not add up. One
 * writer a subscription, owned by its thread.
 */
public final class UnitWriter implements Stage<MediaUnit, FlvTag> {
    private static final long NANOS = 1_000_000;

    private @Nullable Format videoFormat;
    private @Nullable Format audioFormat;
    private final ParameterSetsInBand parameterSets = new ParameterSetsInBand();
    private boolean setsInBand;
    private boolean started;
    private long startNanos;
    private long lastVideoMillis = -1;
    private long lastAudioMillis = -1;

    @Override
    public void process(MediaUnit unit, Sink<? super FlvTag> out) {
        switch (unit.format()) {
            case Format.Video format -> video(unit, format, out);
            case Format.Audio format -> audio(unit, format, out);
        }
    }

    private void video(MediaUnit unit, Format.Video format, Sink<? super FlvTag> out) {
        boolean newFormat = !format.equals(videoFormat);
        if ((newFormat && !unit.key()) || !FlvBody.carries(format)) {
            out.drop();
            return;
        }
        long dts = time(unit, lastVideoMillis);
        lastVideoMillis = dts;
        if (newFormat) {
            setsInBand |= videoFormat != null;
            videoFormat = format;
            out.accept(FlvBody.videoHeader(dts, format));
        }
        long composition = millis(unit.ptsNanos()) - dts;
        byte[] payload = setsInBand && unit.key() ? withSets(unit, format) : unit.payload();
        out.accept(FlvBody.picture(dts, format.codec(), unit.key(), composition, payload));
    }

    private byte[] withSets(MediaUnit unit, Format.Video format) {
        if (format.codec() != Format.VideoCodec.H264) {
            return unit.payload();
        }
        try {
            return parameterSets.before(unit.payload(), format.configuration());
        } catch (ProtocolException _) {
            return unit.payload(); // a publisher's own
        }
    }

    private void audio(MediaUnit unit, Format.Audio format, Sink<? super FlvTag> out) {
        long dts = time(unit, lastAudioMillis);
        lastAudioMillis = dts;
        if (!format.equals(audioFormat)) {
            audioFormat = format;
            out.accept(FlvBody.audioHeader(dts, format));
        }
        out.accept(FlvBody.frame(dts, format.codec(), unit.payload()));
    }

    /**
     * Whether the other would begin the next unit with all that it needs here, of a stream that has
     * begun.
     */
    public boolean isWhere(UnitWriter other) {
        return started
                && other.started
                && (other.setsInBand || !setsInBand)
                && Objects.equals(videoFormat, other.videoFormat)
                && Objects.equals(audioFormat, other.audioFormat);
    }

    /**
     * How many milliseconds are to be added to another writer's times, which has written the same
     * units last, so that they go on rising after what was written here.
     */
    public long ahead(UnitWriter other) {
        long ofVideo = lastVideoMillis - other.lastVideoMillis;
        long ofAudio = lastAudioMillis - other.lastAudioMillis;
        return videoFormat == null || (audioFormat != null && ofAudio > ofVideo)
                ? ofAudio
                : ofVideo;
    }

    /** What another writer has written since was written here, with so much added to its times. */
    public void goOnFrom(UnitWriter other, long aheadMillis) {
        videoFormat = other.videoFormat;
        setsInBand |= other.setsInBand;
        audioFormat = other.audioFormat;
        lastVideoMillis = videoFormat == null ? -1 : other.lastVideoMillis + aheadMillis;
        lastAudioMillis = audioFormat == null ? -1 : other.lastAudioMillis + aheadMillis;
    }

    /** Rises within a track: strict servers end the stream otherwise. */
    private long time(MediaUnit unit, long lastOfTrack) {
        if (!started) {
            started = true;
            startNanos = unit.dtsNanos();
        }
        return Math.max(millis(unit.dtsNanos()), lastOfTrack + 1);
    }

    /** Rounded to the nearest. */
    private long millis(long nanos) {
        return Math.floorDiv(nanos - startNanos + NANOS / 2, NANOS);
    }
}
