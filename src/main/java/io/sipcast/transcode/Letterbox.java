package io.sipcast.transcode;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Pictures of any size and layout in one of 4:2:0 and a given size: as large as fits in their own
 * shape, in the middle, black around. Owned by one thread.
 */
final class Letterbox implements AutoCloseable {
    private static final int PLANES = 3;
    private static final byte BLACK_LUMA = 16;
    private static final byte NO_COLOUR = (byte) 128;

    private final int width;
    private final int height;
    private final AVFrame box = avutil.av_frame_alloc();
    private final PointerPointer<?> planes = new PointerPointer<>(4L);
    private final IntPointer strides = new IntPointer(4L);
    private SwsContext scaler = new SwsContext(null);
    private int sourceWidth;
    private int sourceHeight;
    private int sourceFormat = -1;

    /**
     * @param width even, as is the height
     */
    Letterbox(int width, int height) {
        this.width = width;
        this.height = height;
        box.format(avutil.AV_PIX_FMT_YUV420P);
        box.width(width);
        box.height(height);
        Ffmpeg.check(avutil.av_frame_get_buffer(box, 0), "video frame");
    }

    /** The picture in its box, which the next call overwrites. */
    AVFrame fit(AVFrame picture) {
        Ffmpeg.check(avutil.av_frame_make_writable(box), "video frame");
        if (picture.width() != sourceWidth
                || picture.height() != sourceHeight
                || picture.format() != sourceFormat) {
            adapt(picture);
        }
        int rows =
                swscale.sws_scale(
                        scaler,
                        picture.data(),
                        picture.linesize(),
                        0,
                        sourceHeight,
                        planes,
                        strides);
        Ffmpeg.check(rows, "scaling");
        return box;
    }

    private void adapt(AVFrame picture) {
        sourceWidth = picture.width();
        sourceHeight = picture.height();
        sourceFormat = picture.format();
        double scale = Math.min((double) width / sourceWidth, (double) height / sourceHeight);
        int innerWidth = Math.clamp(even(sourceWidth * scale), 2, width);
        int innerHeight = Math.clamp(even(sourceHeight * scale), 2, height);
        close(scaler);
        scaler =
                swscale.sws_getContext(
                        sourceWidth,
                        sourceHeight,
                        sourceFormat,
                        innerWidth,
                        innerHeight,
                        avutil.AV_PIX_FMT_YUV420P,
                        swscale.SWS_BILINEAR,
                        (SwsFilter) null,
                        (SwsFilter) null,
                        (DoublePointer) null);
        if (scaler == null || scaler.isNull()) {
            throw new IllegalStateException(
                    "no scaler for "
                            + sourceWidth
                            + "x"
                            + sourceHeight
                            + ", format "
                            + sourceFormat);
        }
        blacken();
        place(even((width - innerWidth) / 2.0), even((height - innerHeight) / 2.0));
    }

    private void place(int left, int top) {
        for (int i = 0; i < PLANES; i++) {
            int half = i == 0 ? 1 : 2;
            int stride = box.linesize(i);
            long from = (long) top / half * stride + left / half;
            planes.put(i, box.data(i).getPointer(from));
            strides.put(i, stride);
        }
    }

    private void blacken() {
        fill(0, BLACK_LUMA, width, height);
        fill(1, NO_COLOUR, width / 2, height / 2);
        fill(2, NO_COLOUR, width / 2, height / 2);
    }

    private void fill(int plane, byte value, int rowWidth, int rows) {
        byte[] row = new byte[rowWidth];
        Arrays.fill(row, value);
        long address = box.data(plane).address();
        for (int i = 0; i < rows; i++, address += box.linesize(plane)) {
            NativeMemory.write(row, 0, rowWidth, address);
        }
    }

    private static int even(double size) {
        return (int) Math.round(size / 2) * 2;
    }

    private static void close(SwsContext context) {
        if (context != null && !context.isNull()) {
            swscale.sws_freeContext(context);
        }
    }

    @Override
    public void close() {
        close(scaler);
        scaler = new SwsContext(null);
        planes.deallocate();
        strides.deallocate();
        avutil.av_frame_free(box);
    }
}
