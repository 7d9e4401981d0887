package io.sipcast.transcode;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.NalType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Native pictures of one size to units of a stream, H.264 constrained baseline. */
final class PictureEncoder implements AutoCloseable {
    /** OpenH264's own name for "as few as possible": key frames come when asked for. */
    private static final int NEVER = 1 << 20;

    private final Codec codec = Codec.encoder("libopenh264");
    private final int width;
    private final int height;
    private Format.@Nullable Video format;
    private long pictures;

    PictureEncoder(int width, int height, double picturesPerSecond, int bitrateBps) {
        this.width = width;
        this.height = height;
        try {
            open((int) Math.round(Math.max(1, picturesPerSecond)), bitrateBps);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private void open(int picturesPerSecond, int bitrateBps) {
        var context = codec.context();
        context.width(width);
        context.height(height);
        context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(picturesPerSecond);
        context.framerate().num(picturesPerSecond).den(1);
        context.bit_rate(bitrateBps);
        context.gop_size(NEVER);
        context.slices(1);
        codec.option("profile", "constrained_baseline")
                .option("rc_mode", "bitrate")
                .option("allow_skip_frames", "0");
        codec.open();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * Encodes a picture of the encoder's size and layout.
     *
     * @param key whether this must be a key frame; the first one is anyway
     * @return null when the encoder has left it out
     */
    @Nullable MediaUnit encode(AVFrame picture, long ptsNanos, boolean key) {
        picture.pts(pictures++);
        picture.pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        codec.sendFrame(picture);
        return codec.receivePacket() ? unit(ptsNanos) : null;
    }

    private @Nullable MediaUnit unit(long ptsNanos) {
        boolean key = (codec.packet().flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
        List<Bytes> sequenceSets = new ArrayList<>();
        List<Bytes> pictureSets = new ArrayList<>();
        List<byte[]> slices = new ArrayList<>();
        for (byte[] nal : AnnexB.split(codec.takePacket())) {
            switch (NalType.of(nal[0])) {
                case NalType.SPS -> sequenceSets.add(Bytes.copyOf(nal));
                case NalType.PPS -> pictureSets.add(Bytes.copyOf(nal));
                default -> slices.add(nal);
            }
        }
        if (!sequenceSets.isEmpty()) {
            tell(new DecoderConfiguration(4, sequenceSets, pictureSets).print());
        }
        return format == null
                ? null
                : new MediaUnit(format, key, ptsNanos, ptsNanos, Avcc.join(slices));
    }

    /** The same bytes again are no news. */
    private void tell(Bytes configuration) {
        if (format == null || !format.configuration().equals(configuration)) {
            format = new Format.Video(Format.VideoCodec.H264, configuration, width, height);
        }
    }

    @Override
    public void close() {
        codec.close();
    }
}
