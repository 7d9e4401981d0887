package io.sipcast.transcode;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/** What a peer would send: any of FFmpeg's encoders of sound, a packet for each frame. */
public final class SoundEncoder implements AutoCloseable {
    private final Codec codec;
    private final int rateHz;

    /**
     * Opens the encoder.
     *
     * @param bitsPerSample of the coded form, where the encoder asks for that; else 0
     * @param bitrate bit/s, where it matters; else 0
     */
    public SoundEncoder(String name, int rateHz, int bitsPerSample, int bitrate) {
        this.codec = Codec.encoder(name);
        this.rateHz = rateHz;
        var context = codec.context();
        context.sample_rate(rateHz);
        context.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
        context.time_base().num(1).den(rateHz);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        context.bits_per_coded_sample(bitsPerSample);
        if (bitrate > 0) {
            context.bit_rate(bitrate);
        }
        codec.open();
    }

    /** Packets of the encoder's length, 20 ms where any will do; none for what is left. */
    public List<byte[]> encode(short[] samples) {
        int size = codec.context().frame_size();
        int step = size == 0 ? rateHz / 50 : size;
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at + step <= samples.length; at += step) {
            send(samples, at, step);
            while (codec.receivePacket()) {
                packets.add(codec.takePacket());
            }
        }
        return packets;
    }

    private void send(short[] samples, int at, int count) {
        var frame = codec.frame();
        avutil.av_frame_unref(frame);
        frame.format(avutil.AV_SAMPLE_FMT_S16);
        frame.nb_samples(count);
        frame.sample_rate(rateHz);
        frame.pts(at);
        avutil.av_channel_layout_default(frame.ch_layout(), 1);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "frame");
        new ShortPointer(frame.data(0)).put(samples, at, count);
        codec.sendFrame();
    }

    @Override
    public void close() {
        codec.close();
    }
}
