package io.sipcast.sip.dialog;

/** Our own numbers for CSeq: each new request takes the next one. */
public final class Sequence {
    private long last;

    /** The number that was used last. */
    public long last() {
        return last;
    }

    public long next() {
        return ++last;
    }
}
