package io.sipcast.media;

import io.sipcast.rtp.payload.CodedPicture;
import java.util.function.BooleanSupplier;

/**
 * Lets nothing through before the first key frame that can be decoded. After a loss it shuts until
 * the next one, because what refers to a lost picture shows rubbish, and asks for it.
 *
 * <p>A recovery point counts as a key frame only for a peer that sends no better ones although it
 * was asked: ingests want IDR pictures. Where decoding begins at a picture that is no IDR, those
 * that come after it and are shown before it may need what nobody has: they are left out.
 */
final class KeyFrameGate implements Stage<Picture, Picture> {
    private final Runnable ask;
    private final BooleanSupplier ignored;
    private boolean open;
    private boolean recoveryCounts;
    private boolean leavesOutLeading;
    private long beganAt;
    private long keyFrames;
    private long losses;

    /**
     * Makes a gate that is shut.
     *
     * @param ask called for each picture that lacks a key frame
     * @param ignored whether the peer does not heed it
     */
    KeyFrameGate(Runnable ask, BooleanSupplier ignored) {
        this.ask = ask;
        this.ignored = ignored;
    }

    @Override
    public void process(Picture picture, Sink<? super Picture> out) {
        if (counts(picture)) {
            enter(picture);
            out.accept(picture);
            return;
        }
        CodedPicture coded = picture.coded();
        if (coded.afterLoss() || coded.key()) {
            losses += open ? 1 : 0;
            open = false;
        }
        if (!open) {
            out.drop();
            ask.run();
        } else if (leavesOutLeading && isBefore(coded.timestamp(), beganAt)) {
            out.drop();
        } else {
            out.accept(picture.entry() == Entry.NONE ? picture : picture.asOrdinary());
        }
    }

    @Override
    public String name() {
        return "gate";
    }

    long keyFrames() {
        return keyFrames;
    }

    /** How often it was shut by a loss. */
    long losses() {
        return losses;
    }

    private boolean counts(Picture picture) {
        recoveryCounts |= !open && ignored.getAsBoolean();
        return picture.decodableKey() && (picture.entry() != Entry.RECOVERY || recoveryCounts);
    }

    private void enter(Picture picture) {
        boolean begins = !open || picture.coded().afterLoss();
        leavesOutLeading = begins && picture.entry() != Entry.CLOSED;
        beganAt = picture.coded().timestamp();
        recoveryCounts &= picture.entry() == Entry.RECOVERY;
        open = true;
        keyFrames++;
    }

    /** In RTP time, which wraps. */
    private static boolean isBefore(long timestamp, long other) {
        return (int) (timestamp - other) < 0;
    }
}
