package io.sipcast.rtp.payload;

/** One whole picture as its encoder made it. Immutable by agreement: its bytes are not copied. */
public sealed interface CodedPicture permits AccessUnit, Vp8Frame {
    /** The picture itself; not a copy. */
    byte[] bytes();

    /** RTP time, that of display: ticks of 90 kHz, 32 bits, unsigned. */
    long timestamp();

    /** When its first packet came. */
    long arrivalNanos();

    /** Whether it is coded without any other: IDR, IRAP, key frame. */
    boolean key();

    /**
     * Whether something between the picture before and this one was lost or dropped, so that what
     * this one refers to may be missing. The picture itself is whole.
     */
    boolean afterLoss();
}
