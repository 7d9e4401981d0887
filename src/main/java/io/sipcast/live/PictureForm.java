package io.sipcast.live;

import io.sipcast.media.Format;
import java.time.Duration;

/**
 * In which form a subscriber wants pictures. H.264 is what everybody takes.
 *
 * @param mode whether pictures go through as they come
 * @param h265 whether H.265 may go through too, as enhanced RTMP has it
 * @param oneSize whether the target ends a stream whose pictures change their size
 * @param width of pictures that are encoded anew to one size; 0: that of the first ones
 * @param height likewise
 * @param bitrateBps of pictures that are encoded anew; 0: what suits their size
 * @param keyFrameInterval of pictures that are encoded anew
 */
public record PictureForm(
        Mode mode,
        H265 h265,
        boolean oneSize,
        int width,
        int height,
        int bitrateBps,
        Duration keyFrameInterval) {
    /** What goes through as it came. */
    public enum Mode {
        /** What the subscriber takes, as long as it keeps the rules of a broadcast. */
        AUTO,
        /** What the subscriber takes, whatever it does; only other codecs are encoded anew. */
        PASS,
        /** Nothing: all is encoded anew, at one size. */
        TRANSCODE
    }

    /** Who gets H.265 as it comes. */
    public enum H265 {
        NOBODY,
        /** Whoever says that he takes it. */
        WHO_TAKES_IT,
        EVERYBODY
    }

    /** As it comes, where it is H.264, or H.265 for who says that he takes that. */
    public static final PictureForm DEFAULT =
            new PictureForm(Mode.AUTO, H265.WHO_TAKES_IT, false, 0, 0, 0, Duration.ofSeconds(2));

    /** Whether it is worth asking a peer if he takes H.265. */
    public boolean mayBeH265() {
        return h265 != H265.NOBODY;
    }

    /** The same for a peer that takes H.265. */
    public PictureForm withH265() {
        H265 taken = mayBeH265() ? H265.EVERYBODY : H265.NOBODY;
        return new PictureForm(mode, taken, oneSize, width, height, bitrateBps, keyFrameInterval);
    }

    /** The same for a peer that knows nothing of it. */
    public PictureForm withoutH265() {
        return new PictureForm(
                mode, H265.NOBODY, oneSize, width, height, bitrateBps, keyFrameInterval);
    }

    /** The same, going through or not. */
    public PictureForm with(Mode other) {
        return new PictureForm(other, h265, oneSize, width, height, bitrateBps, keyFrameInterval);
    }

    /** The same for a target that must see one size only. */
    public PictureForm withOneSize() {
        return new PictureForm(mode, h265, true, width, height, bitrateBps, keyFrameInterval);
    }

    boolean takes(Format.Video format) {
        return switch (format.codec()) {
            case H264 -> true;
            case H265 -> h265 == H265.EVERYBODY;
            case VP8 -> false;
        };
    }

    /** Another codec, and nothing else: sizes as they come. */
    H264Spec anySize() {
        return new H264Spec(0, 0, bitrateBps, keyFrameInterval);
    }

    /** One size, whatever comes. */
    H264Spec oneSize(Format.Video first) {
        return width > 0
                ? new H264Spec(width, height, bitrateBps, keyFrameInterval)
                : new H264Spec(
                        even(first.width()), even(first.height()), bitrateBps, keyFrameInterval);
    }

    private static int even(int size) {
        return size + (size & 1);
    }
}
