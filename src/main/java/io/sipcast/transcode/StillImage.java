package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.DoublePointer;

/** A PNG or JPEG file as a picture: scaled to fit, in the middle, black around it. */
final class StillImage {
    private static final int BLACK = 16;
    private static final int NO_COLOUR = 128;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private StillImage() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with a sentence when it is no such image
     * @throws UncheckedIOException when it can't be read
     */
    static Picture read(Path file, int width, int height) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the image " + file, e);
        }
        boolean png = bytes.length > PNG.length && Arrays.equals(PNG, Arrays.copyOf(bytes, 4));
        try (Codec codec = Codec.decoder(png ? "png" : "mjpeg")) {
            codec.open();
            codec.sendPacket(bytes, 0);
            codec.sendEnd();
            if (!codec.receiveFrame()) {
                throw new IllegalArgumentException(file + " is no image in PNG or JPEG");
            }
            return fit(codec.frame(), width, height);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(file + " is no image in PNG or JPEG", e);
        }
    }

    private static Picture fit(AVFrame image, int width, int height) {
        double scale = Math.min((double) width / image.width(), (double) height / image.height());
        int wide = even(image.width() * scale, width);
        int high = even(image.height() * scale, height);
        Picture inner = scaled(image, wide, high);
        var picture = new Picture(width, height);
        Arrays.fill(picture.luma(), (byte) BLACK);
        Arrays.fill(picture.blue(), (byte) NO_COLOUR);
        Arrays.fill(picture.red(), (byte) NO_COLOUR);
        int left = (width - wide) / 4 * 2;
        int top = (height - high) / 4 * 2;
        put(inner.luma(), wide, picture.luma(), width, left, top);
        put(inner.blue(), wide / 2, picture.blue(), width / 2, left / 2, top / 2);
        put(inner.red(), wide / 2, picture.red(), width / 2, left / 2, top / 2);
        return picture;
    }

    private static int even(double size, int most) {
        return Math.clamp(Math.round(size / 2) * 2, 2, most);
    }

    private static void put(byte[] from, int fromWidth, byte[] to, int toWidth, int left, int top) {
        for (int row = 0; row < from.length / fromWidth; row++) {
            int at = (top + row) * toWidth + left;
            System.arraycopy(from, row * fromWidth, to, at, fromWidth);
        }
    }

    private static Picture scaled(AVFrame image, int width, int height) {
        AVFrame frame = avutil.av_frame_alloc();
        var scaler =
                swscale.sws_getContext(
                        image.width(),
                        image.height(),
                        image.format(),
                        width,
                        height,
                        avutil.AV_PIX_FMT_YUV420P,
                        swscale.SWS_AREA,
                        null,
                        null,
                        (DoublePointer) null);
        try {
            if (scaler == null) {
                throw new IllegalArgumentException("an image of a kind that cannot be scaled");
            }
            frame.format(avutil.AV_PIX_FMT_YUV420P);
            frame.width(width);
            frame.height(height);
            Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "video frame");
            int rows =
                    swscale.sws_scale(
                            scaler,
                            image.data(),
                            image.linesize(),
                            0,
                            image.height(),
                            frame.data(),
                            frame.linesize());
            Ffmpeg.check(rows, "scaling an image");
            return H264Decoder.read(frame);
        } finally {
            swscale.sws_freeContext(scaler);
            avutil.av_frame_free(frame);
        }
    }
}
