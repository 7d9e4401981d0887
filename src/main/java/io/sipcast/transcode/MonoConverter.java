package io.sipcast.transcode;

import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Decoded sound of any form to mono samples of one rate. Owned by one thread. */
final class MonoConverter implements AutoCloseable {
    private final int sampleRateHz;
    private final AVChannelLayout mono = new AVChannelLayout();
    private @Nullable SwrContext converter;
    private int inRateHz;
    private int inFormat;
    private int inChannels;

    MonoConverter(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
        avutil.av_channel_layout_default(mono, 1);
    }

    /** The samples that a frame completes; those of a file may change their form within it. */
    short[] convert(AVFrame frame) {
        SwrContext ready = converter;
        boolean same =
                frame.sample_rate() == inRateHz
                        && frame.format() == inFormat
                        && frame.ch_layout().nb_channels() == inChannels;
        if (ready == null || !same) {
            ready = open(frame);
        }
        int room = swresample.swr_get_out_samples(ready, frame.nb_samples());
        Ffmpeg.check(room, "resampling");
        try (var out = new BytePointer((long) Math.max(1, room) * Short.BYTES);
                var planes = new PointerPointer<BytePointer>(1L)) {
            planes.put(out);
            int count =
                    swresample.swr_convert(
                            ready, planes, room, frame.extended_data(), frame.nb_samples());
            Ffmpeg.check(count, "resampling");
            short[] samples = new short[count];
            out.asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer().get(samples);
            return samples;
        }
    }

    private SwrContext open(AVFrame frame) {
        free();
        inRateHz = frame.sample_rate();
        inFormat = frame.format();
        inChannels = frame.ch_layout().nb_channels();
        try (var layout = new AVChannelLayout();
                var pointer = new PointerPointer<SwrContext>(1L)) {
            if (frame.ch_layout().order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
                avutil.av_channel_layout_default(layout, inChannels);
            } else {
                avutil.av_channel_layout_copy(layout, frame.ch_layout());
            }
            pointer.put((BytePointer) null);
            int result =
                    swresample.swr_alloc_set_opts2(
                            pointer,
                            mono,
                            avutil.AV_SAMPLE_FMT_S16,
                            sampleRateHz,
                            layout,
                            inFormat,
                            inRateHz,
                            0,
                            null);
            Ffmpeg.check(result, "resampling");
            SwrContext opened = pointer.get(SwrContext.class);
            converter = opened;
            Ffmpeg.check(swresample.swr_init(opened), "resampling");
            avutil.av_channel_layout_uninit(layout);
            return opened;
        }
    }

    @Override
    public void close() {
        free();
        mono.close();
    }

    private void free() {
        if (converter != null) {
            swresample.swr_free(converter);
            converter = null;
        }
    }
}
