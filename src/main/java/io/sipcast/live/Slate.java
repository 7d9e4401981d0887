package io.sipcast.live;

import io.sipcast.media.Format;
import java.util.List;

/**
 * The picture that stands where there is none, encoded once and shared by all who show it: a loop
 * of access units, length-prefixed, the first a key frame and the others without news.
 *
 * @param pictureNanos how long each lasts
 * @param pictures the loop; nobody writes to these bytes
 */
public record Slate(Format.Video format, long pictureNanos, List<byte[]> pictures) {
    /** When streams show one. */
    public enum Mode {
        /** While the stream has no pictures of its own. */
        AUTO,
        /** All the time, instead of the stream's pictures. */
        ALWAYS,
        NEVER
    }

    public Slate {
        pictures = List.copyOf(pictures);
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("a slate without a picture");
        }
    }

    /** Makes slates; takes a tenth of a second or more, so it is called where one may wait. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes the slate of a stream.
         *
         * @param title what is written on it
         * @throws RuntimeException when it can't be made
         */
        Slate make(String title);
    }
}
