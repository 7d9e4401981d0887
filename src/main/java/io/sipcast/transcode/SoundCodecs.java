package io.sipcast.transcode;

import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.media.AudioPayloadEncoder;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.FormatParameters;
import io.sipcast.rtp.payload.OpusParameters;
import org.jspecify.annotations.Nullable;

/**
 * Every codec of sound that there is: libopus for Opus, FFmpeg for what needs a library besides.
 */
public final class SoundCodecs implements AudioCodecs {
    private final FfmpegAudioCodecs ffmpeg = new FfmpegAudioCodecs();
    private final int channels;

    /** With one channel. */
    public SoundCodecs() {
        this(1);
    }

    /**
     * Loads what is native, which takes a fraction of a second: before there are calls.
     *
     * @param channels that are wanted of Opus with two: 1 or 2
     * @throws NativesException when the libraries cannot be loaded
     */
    public SoundCodecs(int channels) {
        this.channels = channels;
        try {
            FfmpegAudioCodecs.load();
            OpusLibrary.load();
        } catch (LinkageError e) {
            throw NativesException.of(e);
        }
    }

    /**
     * Does at once what the first call with Opus would wait for. Safe for use by any thread;
     * whoever needs it meanwhile waits for the rest of it.
     */
    public static void prepare() {
        Libopus.link();
    }

    @Override
    public AudioDecoder decoder(AudioPayload payload) {
        return payload.encoding() == AudioEncoding.OPUS
                ? new OpusDecoder(channels)
                : ffmpeg.decoder(payload);
    }

    @Override
    public @Nullable AudioPayloadEncoder encoder(AudioPayload payload) {
        return payload.encoding() == AudioEncoding.OPUS
                ? OpusEncoder.toward(OpusParameters.of(FormatParameters.of(payload.parameters())))
                : ffmpeg.encoder(payload);
    }
}
