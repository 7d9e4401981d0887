package io.sipcast.demo;

/** An endless run of RTP packets, and the place in it. */
interface PacketLoop {
    int clockRateHz();

    /** When the next packet leaves, in nanoseconds since the call's media began. */
    long dueNanos();

    /** The next packet's time on the RTP clock since the media began. */
    long ticks();

    boolean marker();

    /** The bytes are shared by all calls. */
    byte[] payload();

    void advance();
}
