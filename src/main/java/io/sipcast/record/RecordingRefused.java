package io.sipcast.record;

/** A recording that cannot be: why, as a sentence for whoever asked. */
public final class RecordingRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** No folder is configured. */
        OFF,
        /** There is no such stream. */
        NO_STREAM,
        /** The stream is recorded already. */
        TAKEN
    }

    private final Reason reason;

    RecordingRefused(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
