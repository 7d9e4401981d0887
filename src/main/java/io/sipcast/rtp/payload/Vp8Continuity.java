package io.sipcast.rtp.payload;

/**
 * Tells whether what is missing before a VP8 frame matters to it. The descriptor may prove that it
 * does not: frames are numbered (PictureID), and may be in temporal layers. Some are such as no
 * other needs, which their own header tells ({@link Vp8FrameHeader}). Frames of layer 0 are
 * numbered too (TL0PICIDX) and need only each other; those above need what is in their own layer
 * and below it, back to one that is marked as in sync (Y). Without such proof each loss matters.
 */
final class Vp8Continuity {
    private static final int ALL_LAYERS = 3;

    private boolean lost = true;
    private int lastPictureId = Vp8Descriptor.ABSENT;
    private int lastBaseIndex = Vp8Descriptor.ABSENT;

    /** Of this layer and those below nothing is missing. */
    private int wholeLayer = ALL_LAYERS;

    /** What a frame can be used for. */
    enum Use {
        /** All that it needs has come. */
        WHOLE,
        /** What it needs may be missing, for those that follow, too. */
        AFTER_LOSS,
        /** What it needs may be missing, but those of layer 0 can do without it. */
        NONE
    }

    /** Packets are missing, and nobody knows of what. */
    void lost() {
        lost = true;
    }

    /** The frames that follow are of another source: numbers prove nothing. */
    void restart() {
        lost = true;
        lastPictureId = Vp8Descriptor.ABSENT;
        lastBaseIndex = Vp8Descriptor.ABSENT;
    }

    /**
     * A frame that is not whole. When it is not needed, its number goes on from the last one.
     *
     * @param needed whether it leaves anything behind, or that is not known
     */
    void dropped(Vp8Descriptor frame, boolean needed) {
        lost = true;
        boolean harmless = !needed && frame.follows(lastPictureId);
        lastPictureId = harmless ? frame.pictureId() : Vp8Descriptor.ABSENT;
    }

    /** A whole frame. */
    Use take(Vp8Descriptor frame, boolean key) {
        boolean nothingMissing = !lost || frame.follows(lastPictureId);
        boolean baseIntact = frame.isLayered() && baseIntact(frame);
        lost = false;
        lastPictureId = frame.pictureId();
        lastBaseIndex = frame.baseIndex();
        if (key) {
            wholeLayer = ALL_LAYERS;
            return Use.WHOLE;
        }
        if (!nothingMissing && !baseIntact) {
            return Use.AFTER_LOSS;
        }
        if (!nothingMissing) {
            wholeLayer = 0;
        }
        return useInLayer(frame);
    }

    private Use useInLayer(Vp8Descriptor frame) {
        int layer = frame.isLayered() ? frame.temporalId() : 0;
        if (layer > wholeLayer && !frame.sync()) {
            return Use.NONE;
        }
        if (layer == wholeLayer + 1) {
            wholeLayer = layer;
        }
        return Use.WHOLE;
    }

    private boolean baseIntact(Vp8Descriptor frame) {
        int next = frame.temporalId() == 0 ? (lastBaseIndex + 1) & 0xFF : lastBaseIndex;
        return lastBaseIndex != Vp8Descriptor.ABSENT && frame.baseIndex() == next;
    }
}
