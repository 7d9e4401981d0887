package io.sipcast.transcode;

import io.sipcast.live.H264Spec;
import io.sipcast.live.PictureTranscoder;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * H.264, VP8 or H.265 to H.264 constrained baseline: FFmpeg's decoders, OpenH264, and a {@link
 * Letterbox} between them where size or layout are not the encoder's already.
 *
 * <p>A 640x360 picture takes about 5 ms.
 */
public final class H264Transcoder implements PictureTranscoder {
    private final H264Spec spec;
    private final double picturesPerSecond;
    private Format.Video source;
    private Codec decoder;
    private @Nullable PictureEncoder encoder;
    private @Nullable Letterbox letterbox;
    private boolean keyWanted;
    private long lastKeyNanos;
    private long lastNanos = Long.MIN_VALUE;

    /** Opens the decoder; the encoder follows with the first picture, whose size counts. */
    public H264Transcoder(H264Spec spec, Format.Video source, double picturesPerSecond) {
        this.spec = spec;
        this.source = source;
        this.picturesPerSecond = picturesPerSecond;
        this.decoder = decoder(source);
    }

    private static Codec decoder(Format.Video format) {
        Codec codec =
                Codec.decoder(
                        switch (format.codec()) {
                            case H264 -> "h264";
                            case VP8 -> "vp8";
                            case H265 -> "hevc";
                        });
        try {
            codec.configuration(format.configuration().toArray());
            codec.open();
            return codec;
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    @Override
    public void transcode(
            MediaUnit picture, boolean shown, boolean key, Sink<? super MediaUnit> out) {
        keyWanted |= key;
        if (!picture.format().equals(source)) {
            var next = (Format.Video) picture.format();
            Codec opened = decoder(next); // may throw: then the old one is still whole
            decoder.close();
            decoder = opened;
            source = next;
        }
        decoder.sendPacket(picture.payload(), picture.ptsNanos());
        while (decoder.receiveFrame()) {
            if (shown) {
                encode(decoder.frame(), out);
            }
        }
    }

    private void encode(AVFrame picture, Sink<? super MediaUnit> out) {
        long nanos = picture.pts();
        if (nanos <= lastNanos) {
            out.drop();
            return;
        }
        lastNanos = nanos;
        PictureEncoder ready = encoderFor(picture);
        boolean due = keyWanted || nanos - lastKeyNanos >= spec.keyFrameInterval().toNanos();
        MediaUnit unit = ready.encode(fitted(picture, ready), nanos, due);
        if (unit == null) {
            out.drop();
            return;
        }
        if (unit.key()) {
            keyWanted = false;
            lastKeyNanos = nanos;
        }
        out.accept(unit);
    }

    /** Pictures of another size need another encoder, unless all get the same. */
    private PictureEncoder encoderFor(AVFrame picture) {
        int width = spec.isFixed() ? spec.width() : even(picture.width());
        int height = spec.isFixed() ? spec.height() : even(picture.height());
        PictureEncoder ready = encoder;
        if (ready == null || ready.width() != width || ready.height() != height) {
            closeEncoder();
            int bitrate = spec.bitrateFor(width, height, picturesPerSecond);
            ready = new PictureEncoder(width, height, picturesPerSecond, bitrate);
            encoder = ready;
        }
        return ready;
    }

    private AVFrame fitted(AVFrame picture, PictureEncoder ready) {
        boolean fits =
                picture.format() == avutil.AV_PIX_FMT_YUV420P
                        && picture.width() == ready.width()
                        && picture.height() == ready.height();
        if (fits) {
            return picture;
        }
        if (letterbox == null) {
            letterbox = new Letterbox(ready.width(), ready.height());
        }
        return letterbox.fit(picture);
    }

    /** No more than one row or column is added, and less than that is seen. */
    private static int even(int size) {
        return size + (size & 1);
    }

    private void closeEncoder() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (letterbox != null) {
            letterbox.close();
            letterbox = null;
        }
    }

    @Override
    public void close() {
        closeEncoder();
        decoder.close();
    }
}
