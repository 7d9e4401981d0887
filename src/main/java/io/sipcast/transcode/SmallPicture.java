package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.Format;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;

/**
 * A key frame as a small JPEG (decision 26). Everything is opened for one picture and closed with
 * it: 640x360 takes some 5 ms, 1920x1080 some 20 ms, so it is nothing for a loop.
 */
public final class SmallPicture {
    /** 2 is the best, 31 the worst; with this a picture of 480x270 takes some 15 kB. */
    private static final int QUALITY = 5;

    private SmallPicture() {}

    /**
     * Decodes a picture that can be decoded alone.
     *
     * @param mostWidth what is wider is made smaller, in its own shape
     * @throws ProtocolException when the decoder makes no picture of it
     */
    public static byte[] jpeg(Format.Video format, byte[] keyFrame, int mostWidth) {
        try (Codec decoder = decoder(format)) {
            decoder.configuration(format.configuration().toArray());
            decoder.context()
                    .flags(avcodec.AV_CODEC_FLAG_LOW_DELAY | avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT);
            decoder.open();
            decoder.sendPacket(keyFrame, 0);
            decoder.sendEnd();
            if (!decoder.receiveFrame()) {
                throw new ProtocolException(
                        Fault.MALFORMED, "a key frame that no picture comes of");
            }
            return jpeg(decoder.frame(), mostWidth);
        }
    }

    private static Codec decoder(Format.Video format) {
        return Codec.decoder(
                switch (format.codec()) {
                    case H264 -> "h264";
                    case VP8 -> "vp8";
                    case H265 -> "hevc";
                });
    }

    private static byte[] jpeg(AVFrame picture, int mostWidth) {
        int width = even(Math.min(mostWidth, picture.width()));
        int height = even(Math.round((float) picture.height() * width / picture.width()));
        AVFrame small = scaled(picture, width, height);
        try (Codec encoder = Codec.encoder("mjpeg")) {
            encoder.context()
                    .width(width)
                    .height(height)
                    .pix_fmt(avutil.AV_PIX_FMT_YUVJ420P)
                    .flags(avcodec.AV_CODEC_FLAG_QSCALE)
                    .global_quality(QUALITY * avutil.FF_QP2LAMBDA);
            encoder.context().time_base().num(1).den(1);
            encoder.open();
            small.quality(QUALITY * avutil.FF_QP2LAMBDA).pts(0);
            encoder.sendFrame(small);
            if (!encoder.receivePacket()) {
                throw new IllegalStateException("no JPEG came of a picture");
            }
            return encoder.takePacket();
        } finally {
            avutil.av_frame_free(small);
        }
    }

    /** In the range of JPEG: black is 0, white 255. */
    private static AVFrame scaled(AVFrame picture, int width, int height) {
        AVFrame frame = avutil.av_frame_alloc();
        var scaler =
                swscale.sws_getContext(
                        picture.width(),
                        picture.height(),
                        picture.format(),
                        width,
                        height,
                        avutil.AV_PIX_FMT_YUVJ420P,
                        swscale.SWS_AREA,
                        (SwsFilter) null,
                        (SwsFilter) null,
                        (DoublePointer) null);
        try {
            if (scaler == null || scaler.isNull()) {
                throw new ProtocolException(
                        Fault.UNSUPPORTED, "a picture of a kind that cannot be scaled");
            }
            frame.format(avutil.AV_PIX_FMT_YUVJ420P);
            frame.width(width);
            frame.height(height);
            Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "video frame");
            int rows =
                    swscale.sws_scale(
                            scaler,
                            picture.data(),
                            picture.linesize(),
                            0,
                            picture.height(),
                            frame.data(),
                            frame.linesize());
            Ffmpeg.check(rows, "scaling a picture");
            return frame;
        } catch (RuntimeException e) {
            avutil.av_frame_free(frame);
            throw e;
        } finally {
            swscale.sws_freeContext(scaler);
        }
    }

    private static int even(int size) {
        return Math.max(2, size & ~1);
    }
}
