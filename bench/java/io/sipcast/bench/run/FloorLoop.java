package io.sipcast.bench.run;

import io.sipcast.rtp.payload.G711;
import java.lang.management.ManagementFactory;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * The floor of what an audio call can cost with these libraries: G.711 to AAC of 48 kHz, 64 kbit/s,
 * coder {@code fast}, as fast as one thread goes, with no network, clock or packet around it. Used
 * by one thread.
 */
final class FloorLoop implements AutoCloseable {
    private static final int RATE_HZ = 48_000;
    private static final int FRAME_SAMPLES = 1024;
    private static final int PACKET_SAMPLES = G711.SAMPLE_RATE_HZ / 50;
    private static final double NANOS = 1e9;

    private final byte[] payloads;
    private final AVChannelLayout mono = new AVChannelLayout();
    private final AVCodecContext encoder;
    private final SwrContext resampler;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final short[] samples = new short[PACKET_SAMPLES];
    private final ShortPointer in = new ShortPointer(PACKET_SAMPLES);
    private final PointerPointer<ShortPointer> inPlanes = new PointerPointer<>(1L);
    private final PointerPointer<BytePointer> outPlanes = new PointerPointer<>(1L);
    private int filled;
    private long position;
    private long bytes;
    private long frames;

    /** For this sound, which repeats, in whole packets. */
    FloorLoop(short[] sound) {
        payloads = new byte[sound.length / PACKET_SAMPLES * PACKET_SAMPLES];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = G711.PCMU.encode(sound[i]);
        }
        avutil.av_channel_layout_default(mono, 1);
        encoder = openEncoder();
        resampler = openResampler();
        inPlanes.put(in);
        frame.format(avutil.AV_SAMPLE_FMT_FLTP);
        frame.nb_samples(FRAME_SAMPLES);
        frame.sample_rate(RATE_HZ);
        check(avutil.av_channel_layout_copy(frame.ch_layout(), mono));
        check(avutil.av_frame_get_buffer(frame, 0));
    }

    private AVCodecContext openEncoder() {
        AVCodec aac = avcodec.avcodec_find_encoder_by_name("aac");
        AVCodecContext context = avcodec.avcodec_alloc_context3(aac);
        context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
        context.sample_rate(RATE_HZ);
        context.bit_rate(64_000);
        context.thread_count(1);
        context.time_base().num(1).den(RATE_HZ);
        check(avutil.av_channel_layout_copy(context.ch_layout(), mono));
        check(avutil.av_opt_set(context.priv_data(), "aac_coder", "fast", 0));
        check(avcodec.avcodec_open2(context, aac, (PointerPointer<?>) null));
        return context;
    }

    private SwrContext openResampler() {
        try (var pointer = new PointerPointer<SwrContext>(1L)) {
            pointer.put((BytePointer) null);
            check(
                    swresample.swr_alloc_set_opts2(
                            pointer,
                            mono,
                            avutil.AV_SAMPLE_FMT_FLTP,
                            RATE_HZ,
                            mono,
                            avutil.AV_SAMPLE_FMT_S16,
                            G711.SAMPLE_RATE_HZ,
                            0,
                            null));
            SwrContext opened = pointer.get(SwrContext.class);
            check(swresample.swr_init(opened));
            return opened;
        }
    }

    /**
     * Works off so much sound.
     *
     * @return CPU seconds for each second of it
     */
    double coresPerCall(int seconds) {
        var cpu = ManagementFactory.getThreadMXBean();
        long start = cpu.getCurrentThreadCpuTime();
        int at = 0;
        for (int i = 0; i < seconds * 50; i++) {
            G711.PCMU.decode(payloads, at, samples);
            at = (at + PACKET_SAMPLES) % payloads.length;
            in.put(samples, 0, PACKET_SAMPLES);
            resample(PACKET_SAMPLES);
        }
        return (cpu.getCurrentThreadCpuTime() - start) / NANOS / seconds;
    }

    /** AAC frames that were made. */
    long frames() {
        return frames;
    }

    /** What they took. */
    long bytes() {
        return bytes;
    }

    /** Fills the frame as far as it goes; what is over waits in the resampler. */
    private void resample(int count) {
        int given = count;
        int got;
        do {
            BytePointer plane = frame.data(0);
            plane.position(plane.position() + (long) filled * Float.BYTES);
            outPlanes.put(plane);
            got =
                    swresample.swr_convert(
                            resampler, outPlanes, FRAME_SAMPLES - filled, inPlanes, given);
            check(got);
            given = 0;
            filled += got;
            if (filled == FRAME_SAMPLES) {
                encode();
            }
        } while (filled == 0 && got > 0);
    }

    private void encode() {
        filled = 0;
        frame.pts(position);
        position += FRAME_SAMPLES;
        check(avcodec.avcodec_send_frame(encoder, frame));
        while (avcodec.avcodec_receive_packet(encoder, packet) >= 0) {
            bytes += packet.size();
            frames++;
            avcodec.av_packet_unref(packet);
        }
        check(avutil.av_frame_make_writable(frame));
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg refuses with " + result);
        }
    }

    @Override
    public void close() {
        avcodec.avcodec_free_context(encoder);
        swresample.swr_free(resampler);
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        for (var pointer : new Pointer[] {in, inPlanes, outPlanes, mono}) {
            pointer.close();
        }
    }
}
