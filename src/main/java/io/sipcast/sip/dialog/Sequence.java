package io.sipcast.sip.dialog;

/** Our own numbers for CSeq: each new request takes the next one. */
public final class Sequence {
    private long last;

    /** Begins with 1. */
    public Sequence() {}

    private Sequence(long last) {
        this.last = last;
    }

    /** Goes on behind this number: a dialog, behind the request that made it. */
    public static Sequence after(long number) {
        return new Sequence(number);
    }

    /** The number that was used last. */
    public long last() {
        return last;
    }

    public long next() {
        return ++last;
    }
}
