package io.sipcast.net;

import io.sipcast.rtmp.flv.FlvTag;

/**
 * Which of a stream's tags a player wants: it may switch sound and pictures off and on. Sequence
 * headers always pass, as they are not sent twice; pictures come back with a key frame.
 */
final class WantedTracks {
    private static final int ENHANCED = 0x80;
    private static final int ENHANCED_SOUND = 9;
    private static final int KEY = 1;

    private boolean audio = true;
    private boolean video = true;
    private boolean awaitsKey;

    void want(boolean sound, boolean pictures) {
        awaitsKey |= pictures && !video;
        audio = sound;
        video = pictures;
    }

    /** Takes the stream's tags in their order. */
    boolean pass(FlvTag tag) {
        return switch (tag.type()) {
            case AUDIO -> audio || isHeader(tag);
            case VIDEO -> isHeader(tag) || (video && passesPicture(tag));
            case SCRIPT -> true;
        };
    }

    private boolean passesPicture(FlvTag tag) {
        boolean key = (head(tag) >>> 4 & 7) == KEY;
        awaitsKey &= !key;
        return !awaitsKey;
    }

    /** FLV §E.4.2.1, §E.4.3.1: the second byte is 0; enhanced: packet type 0. */
    private static boolean isHeader(FlvTag tag) {
        boolean enhanced =
                tag.type() == FlvTag.Type.VIDEO
                        ? (head(tag) & ENHANCED) != 0
                        : head(tag) >>> 4 == ENHANCED_SOUND;
        return enhanced ? (head(tag) & 0x0F) == 0 : tag.prefixSize() > 1 && byteOf(tag, 1) == 0;
    }

    private static int head(FlvTag tag) {
        return tag.prefixSize() == 0 ? 0 : byteOf(tag, 0);
    }

    private static int byteOf(FlvTag tag, int index) {
        int shift = 8 * (tag.prefixSize() - 1 - index);
        return (int) (tag.prefix() >>> shift) & 0xFF;
    }
}
