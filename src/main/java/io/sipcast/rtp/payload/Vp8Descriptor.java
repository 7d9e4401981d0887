package io.sipcast.rtp.payload;

/**
 * The payload descriptor before each piece of a VP8 frame, RFC 7741 §4.2. KEYIDX is read over, and
 * N: it cannot be relied on, see {@link Vp8FrameHeader}. One object, read into again and again.
 *
 * <pre>
 *      0 1 2 3 4 5 6 7
 *     +-+-+-+-+-+-+-+-+
 *     |X|R|N|S|R| PID |
 *     +-+-+-+-+-+-+-+-+
 * X:  |I|L|T|K| RSV   |
 *     +-+-+-+-+-+-+-+-+
 * I:  |M| PictureID   |  M: eight bits more
 *     +-+-+-+-+-+-+-+-+
 * L:  |   TL0PICIDX   |
 *     +-+-+-+-+-+-+-+-+
 * T/K:|TID|Y| KEYIDX  |
 *     +-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Vp8Descriptor {
    /** A field that is not there. */
    static final int ABSENT = -1;

    private static final int EXTENDED = 0x80;
    private static final int START = 0x10;
    private static final int PARTITION = 0x07;
    private static final int PICTURE_ID = 0x80;
    private static final int BASE_INDEX = 0x40;
    private static final int TEMPORAL_ID = 0x20;
    private static final int KEY_INDEX = 0x10;
    private static final int LONG = 0x80;
    private static final int SYNC = 0x20;

    private int size;
    private boolean startsFrame;
    private int pictureId;
    private int pictureIdMask;
    private int baseIndex;
    private int temporalId;
    private boolean sync;

    /** Reads what is before the frame's bytes; false when the packet ends in it. */
    boolean read(byte[] bytes, int from, int to) {
        int at = from;
        int first = bytes[at++] & 0xFF;
        startsFrame = (first & (START | PARTITION)) == START;
        int present = 0;
        if ((first & EXTENDED) != 0) {
            present = at < to ? bytes[at] & 0xFF : 0;
            at++;
        }
        at = readPictureId(bytes, at, to, (present & PICTURE_ID) != 0);
        boolean hasBase = (present & BASE_INDEX) != 0;
        baseIndex = hasBase && at < to ? bytes[at] & 0xFF : ABSENT;
        at += hasBase ? 1 : 0;
        boolean hasLayers = (present & (TEMPORAL_ID | KEY_INDEX)) != 0;
        int layers = hasLayers && at < to ? bytes[at] & 0xFF : 0;
        at += hasLayers ? 1 : 0;
        temporalId = (present & TEMPORAL_ID) != 0 ? layers >> 6 : ABSENT;
        sync = temporalId != ABSENT && (layers & SYNC) != 0;
        size = at - from;
        return at < to;
    }

    private int readPictureId(byte[] bytes, int at, int to, boolean there) {
        pictureId = ABSENT;
        if (!there || at >= to) {
            return there ? at + 1 : at;
        }
        int first = bytes[at] & 0xFF;
        if ((first & LONG) == 0) {
            pictureId = first;
            pictureIdMask = 0x7F;
            return at + 1;
        }
        pictureId = at + 1 < to ? (first & 0x7F) << 8 | (bytes[at + 1] & 0xFF) : ABSENT;
        pictureIdMask = 0x7FFF;
        return at + 2;
    }

    /** Bytes that it takes. */
    int size() {
        return size;
    }

    /** Whether the first byte of a frame follows: the start of partition 0. */
    boolean startsFrame() {
        return startsFrame;
    }

    /** Of 7 or 15 bits. */
    int pictureId() {
        return pictureId;
    }

    /** Whether this PictureID follows on another; false when either is not there. */
    boolean follows(int before) {
        return before != ABSENT
                && pictureId != ABSENT
                && pictureId == ((before + 1) & pictureIdMask);
    }

    /** TL0PICIDX: the number, of 8 bits, of the frame of layer 0 that this is or builds on. */
    int baseIndex() {
        return baseIndex;
    }

    /** TID: 0 is the base layer. */
    int temporalId() {
        return temporalId;
    }

    /** Whether it is said on what it builds. */
    boolean isLayered() {
        return temporalId != ABSENT && baseIndex != ABSENT;
    }

    /** Whether the frame needs nothing but its frame of the base layer. */
    boolean sync() {
        return sync;
    }
}
