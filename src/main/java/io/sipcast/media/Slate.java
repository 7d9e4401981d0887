package io.sipcast.media;

import java.util.List;

/**
 * A still picture, encoded once and shared by all calls: groups of pictures that begin with a key
 * frame, each to last a second. There are at least two groups, as one key frame behind the other
 * must not have the same {@code idr_pic_id}: H.264 §7.4.3.
 *
 * <p>The arrays are shared, too: nobody writes to them.
 *
 * @param groups pictures as length-prefixed NAL units, without parameter sets
 */
public record Slate(Format.Video format, List<List<byte[]>> groups) {
    public Slate {
        groups = groups.stream().map(List::copyOf).toList();
        if (groups.size() < 2 || groups.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(groups.size() + " groups");
        }
    }
}
