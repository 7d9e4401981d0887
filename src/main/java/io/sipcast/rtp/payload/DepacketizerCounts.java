package io.sipcast.rtp.payload;

/** What a {@link Depacketizer} counts; read through its methods. */
public final class DepacketizerCounts {
    long pictures;
    long dropped;
    long damagedKeys;
    long malformed;
    long unsupported;

    DepacketizerCounts() {}
}
