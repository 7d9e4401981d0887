package io.sipcast.transcode;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** H.264 to pictures, to see what was sent. Owned by one thread. */
public final class H264Decoder implements AutoCloseable {
    /** Takes decoded pictures in the order of display. */
    @FunctionalInterface
    public interface PictureSink {
        /**
         * Takes one picture.
         *
         * @param ptsNanos as given with the access unit
         * @param whole whether the picture is free of damage, as far as the decoder can tell
         */
        void picture(long ptsNanos, Picture picture, boolean whole);
    }

    /** AV_FRAME_FLAG_CORRUPT, which the Java binding lacks. */
    private static final int FLAG_CORRUPT = 1;

    private final Codec codec = Codec.decoder("h264");

    /**
     * Opens the decoder.
     *
     * @param configuration avcC, and then access units are length-prefixed; empty, and they have
     *     start codes and bring their parameter sets themselves
     */
    public H264Decoder(Bytes configuration) {
        try {
            codec.configuration(configuration.toArray());
            // Baseline has nothing to reorder: each picture comes out with its own access unit.
            codec.context().flags(avcodec.AV_CODEC_FLAG_LOW_DELAY);
            codec.open();
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    /**
     * Decodes one access unit.
     *
     * @throws ProtocolException MALFORMED; the decoder goes on with the next one
     */
    public void decode(byte[] accessUnit, long ptsNanos, PictureSink out) {
        codec.sendPacket(accessUnit, ptsNanos);
        drain(out);
    }

    /** Hands out what was held back for its order. The decoder takes nothing more after this. */
    public void finish(PictureSink out) {
        codec.sendEnd();
        drain(out);
    }

    private void drain(PictureSink out) {
        while (codec.receiveFrame()) {
            var frame = codec.frame();
            out.picture(frame.pts(), read(frame), whole(frame));
        }
    }

    private static boolean whole(AVFrame frame) {
        return frame.decode_error_flags() == 0 && (frame.flags() & FLAG_CORRUPT) == 0;
    }

    static Picture read(AVFrame frame) {
        int format = frame.format();
        if (format != avutil.AV_PIX_FMT_YUV420P && format != avutil.AV_PIX_FMT_YUVJ420P) {
            throw new ProtocolException(
                    ProtocolException.Fault.UNSUPPORTED, "H.264 picture that is not 4:2:0");
        }
        var picture = new Picture(frame.width(), frame.height());
        read(frame, 0, picture.luma(), picture.width());
        read(frame, 1, picture.blue(), picture.width() / 2);
        read(frame, 2, picture.red(), picture.width() / 2);
        return picture;
    }

    private static void read(AVFrame frame, int index, byte[] plane, int width) {
        long row = frame.data(index).address();
        int stride = frame.linesize(index);
        for (int to = 0; to < plane.length; to += width, row += stride) {
            NativeMemory.read(row, plane, to, width);
        }
    }

    @Override
    public void close() {
        codec.close();
    }
}
