package io.sipcast.media;

/**
 * Lets nothing through before the first key frame that can be decoded. After a loss it shuts until
 * the next one, because what refers to a lost picture shows rubbish, and asks for it.
 */
final class KeyFrameGate implements Stage<Picture, Picture> {
    private final Runnable ask;
    private boolean open;
    private long keyFrames;
    private long losses;

    /**
     * Makes a gate that is shut.
     *
     * @param ask called for each picture that lacks a key frame
     */
    KeyFrameGate(Runnable ask) {
        this.ask = ask;
    }

    @Override
    public void process(Picture picture, Sink<? super Picture> out) {
        if (picture.decodableKey()) {
            open = true;
            keyFrames++;
        } else if (picture.unit().afterLoss() || picture.unit().key()) {
            losses += open ? 1 : 0;
            open = false;
        }
        if (open) {
            out.accept(picture);
        } else {
            out.drop();
            ask.run();
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
}
