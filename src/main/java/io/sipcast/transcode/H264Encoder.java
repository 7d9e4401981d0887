package io.sipcast.transcode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * H.264 constrained baseline through OpenH264: one access unit out for each picture in, one slice a
 * picture if not asked otherwise, parameter sets before each key frame. Owned by one thread. A
 * 640x360 picture takes a few milliseconds: not for a loop.
 */
public final class H264Encoder implements AutoCloseable {
    private static final int NEVER = 1 << 20;

    private final Codec codec = Codec.encoder("libopenh264");
    private final int width;
    private final int height;
    private long pictures;

    /**
     * Opens the encoder.
     *
     * @param bitrateBps the average aimed at
     */
    public H264Encoder(int width, int height, int picturesPerSecond, int bitrateBps) {
        this(width, height, picturesPerSecond, bitrateBps, 0);
    }

    /**
     * Opens the encoder for packets that take only whole NAL units.
     *
     * @param maxNalBytes cuts a picture into slices up to this size; 0: one slice a picture
     */
    public H264Encoder(
            int width, int height, int picturesPerSecond, int bitrateBps, int maxNalBytes) {
        this.width = width;
        this.height = height;
        try {
            open(picturesPerSecond, bitrateBps, maxNalBytes);
            allocateFrame();
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private void open(int picturesPerSecond, int bitrateBps, int maxNalBytes) {
        var context = codec.context();
        context.width(width);
        context.height(height);
        context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(picturesPerSecond);
        context.framerate().num(picturesPerSecond).den(1);
        context.bit_rate(bitrateBps);
        context.gop_size(NEVER); // a key frame comes when asked for
        context.slices(1);
        if (maxNalBytes > 0) {
            codec.option("max_nal_size", Integer.toString(maxNalBytes));
        }
        codec.option("profile", "constrained_baseline")
                .option("rc_mode", "bitrate")
                .option("allow_skip_frames", "0");
        codec.open();
    }

    private void allocateFrame() {
        var frame = codec.frame();
        frame.format(avutil.AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "video frame");
    }

    /**
     * Encodes the next picture, which lasts one over the rate.
     *
     * @param key whether this must be a key frame; the first one is anyway
     * @return the access unit as NAL units with start codes, ISO/IEC 14496-10 annex B
     */
    public byte[] encode(Picture picture, boolean key) {
        if (picture.width() != width || picture.height() != height) {
            throw new IllegalArgumentException("another size than the encoder's");
        }
        var frame = codec.frame();
        Ffmpeg.check(avutil.av_frame_make_writable(frame), "video frame");
        write(picture.luma(), width, frame, 0);
        write(picture.blue(), width / 2, frame, 1);
        write(picture.red(), width / 2, frame, 2);
        frame.pts(pictures++);
        frame.pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        codec.sendFrame();
        if (!codec.receivePacket()) {
            throw new IllegalStateException("OpenH264 gave nothing for a picture");
        }
        return codec.takePacket();
    }

    private static void write(byte[] plane, int width, AVFrame frame, int index) {
        long row = frame.data(index).address();
        int stride = frame.linesize(index);
        for (int from = 0; from < plane.length; from += width, row += stride) {
            NativeMemory.write(plane, from, width, row);
        }
    }

    /** Whether the access unit encoded last is a key frame. */
    public boolean wasKey() {
        return (codec.packet().flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    }

    @Override
    public void close() {
        codec.close();
    }
}
