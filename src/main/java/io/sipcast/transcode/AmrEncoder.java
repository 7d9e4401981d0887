package io.sipcast.transcode;

import io.sipcast.media.AudioPayloadEncoder;
import io.sipcast.rtp.payload.AmrModes;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.FormatParameters;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * AMR by OpenCORE's encoder and AMR-WB by VisualOn's, a frame for each 20 ms, in the mode that the
 * peer asks for. Both look at the bit rate of their context before each frame.
 */
final class AmrEncoder implements AudioPayloadEncoder {
    /** Bit/s by mode, 3GPP TS 26.071 and 26.171. */
    private static final List<Integer> NARROW =
            List.of(4_750, 5_150, 5_900, 6_700, 7_400, 7_950, 10_200, 12_200);

    private static final List<Integer> WIDE =
            List.of(6_600, 8_850, 12_650, 14_250, 15_850, 18_250, 19_850, 23_050, 23_850);

    private final Codec codec;
    private final List<Integer> rates;
    private final int sampleRateHz;
    private final int frameSamples;
    private final AmrPayload form;
    private final AmrModes modes;
    private int request = AmrPayload.NO_REQUEST;

    /**
     * Opens it.
     *
     * @param parameters of the format as the SDP of the peer has them
     */
    AmrEncoder(boolean wide, FormatParameters parameters) {
        codec = Codec.encoder(wide ? "libvo_amrwbenc" : "libopencore_amrnb");
        rates = wide ? WIDE : NARROW;
        sampleRateHz = wide ? 16_000 : 8_000;
        frameSamples = sampleRateHz / 50;
        form = new AmrPayload(wide, parameters.isOn("octet-align"));
        modes = new AmrModes(wide, parameters);
        try {
            open();
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private void open() {
        var context = codec.context();
        context.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
        context.sample_rate(sampleRateHz);
        context.time_base().num(1).den(sampleRateHz);
        context.bit_rate(rates.getFirst());
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        codec.open();
        var frame = codec.frame();
        frame.format(avutil.AV_SAMPLE_FMT_S16);
        frame.nb_samples(frameSamples);
        frame.sample_rate(sampleRateHz);
        avutil.av_channel_layout_default(frame.ch_layout(), 1);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "audio frame");
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public void requestMode(int mode) {
        request = mode;
    }

    @Override
    public byte[] encode(short[] samples) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at + frameSamples <= samples.length; at += frameSamples) {
            frames.add(frame(samples, at));
        }
        return form.write(frames);
    }

    private byte[] frame(short[] samples, int at) {
        codec.context().bit_rate(rates.get(modes.next(request)));
        var frame = codec.frame();
        if (avutil.av_frame_is_writable(frame) == 0) {
            Ffmpeg.check(avutil.av_frame_make_writable(frame), "audio frame");
        }
        plane().put(0, samples, at, frameSamples);
        codec.sendFrame();
        if (!codec.receivePacket()) {
            throw new IllegalStateException("AMR: a frame without a packet");
        }
        return codec.takePacket();
    }

    private ShortBuffer plane() {
        return codec.frame()
                .data(0)
                .capacity((long) frameSamples * Short.BYTES)
                .asByteBuffer()
                .asShortBuffer();
    }

    @Override
    public void close() {
        codec.close();
    }
}
