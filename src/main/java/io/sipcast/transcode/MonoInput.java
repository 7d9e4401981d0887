package io.sipcast.transcode;

import java.nio.ShortBuffer;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What an encoder of one channel of 16-bit samples is fed with: one native frame, filled again and
 * again. Owned by one thread.
 */
final class MonoInput {
    private final Codec codec;
    private final int frameSamples;

    /** For an opened encoder, whose frames have so many samples. */
    MonoInput(Codec codec, int sampleRateHz, int frameSamples) {
        this.codec = codec;
        this.frameSamples = frameSamples;
        var frame = codec.frame();
        frame.format(avutil.AV_SAMPLE_FMT_S16);
        frame.nb_samples(frameSamples);
        frame.sample_rate(sampleRateHz);
        avutil.av_channel_layout_default(frame.ch_layout(), 1);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "audio frame");
    }

    /**
     * Opens an encoder that takes such samples; what it needs beyond that is set already.
     *
     * @throws IllegalStateException when it refuses
     */
    static void open(Codec codec, int sampleRateHz, int bitrateBps) {
        var context = codec.context();
        context.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
        context.sample_rate(sampleRateHz);
        context.time_base().num(1).den(sampleRateHz);
        context.bit_rate(bitrateBps);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        codec.open();
    }

    /** Hands one frame to the encoder: as many samples as it has, or those that there are. */
    void send(short[] samples, int from) {
        var frame = codec.frame();
        if (avutil.av_frame_is_writable(frame) == 0) {
            Ffmpeg.check(avutil.av_frame_make_writable(frame), "audio frame");
        }
        plane().put(0, samples, from, Math.min(frameSamples, samples.length - from));
        codec.sendFrame();
    }

    private ShortBuffer plane() {
        return codec.frame()
                .data(0)
                .capacity((long) frameSamples * Short.BYTES)
                .asByteBuffer()
                .asShortBuffer();
    }
}
