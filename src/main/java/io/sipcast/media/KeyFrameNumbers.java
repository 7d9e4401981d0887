package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.codec.h264.IdrPicture;
import org.jspecify.annotations.Nullable;

/**
 * Gives a key frame of H.264 that directly follows another one, as what was between them was lost,
 * an {@code idr_pic_id} other than that one's: §7.4.3, by which decoders tell them apart. Encoders
 * go to and fro between two numbers, so every other one has the same.
 */
final class KeyFrameNumbers {
    /** If it is a key frame. */
    private @Nullable MediaUnit before;

    /** The next picture, mostly as it is. */
    MediaUnit next(MediaUnit unit) {
        MediaUnit last = before;
        MediaUnit given = unit.key() && last != null ? after(last, unit) : unit;
        before = unit.key() ? given : null;
        return given;
    }

    private static MediaUnit after(MediaUnit last, MediaUnit unit) {
        if (!(unit.format() instanceof Format.Video format)
                || format.codec() != Format.VideoCodec.H264
                || !format.equals(last.format())) {
            return unit;
        }
        try {
            return unit.with(
                    IdrPicture.after(last.payload(), format.configuration(), unit.payload()));
        } catch (ProtocolException _) {
            return unit; // a recovery point, or what is rare
        }
    }
}
