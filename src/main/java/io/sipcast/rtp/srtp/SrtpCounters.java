package io.sipcast.rtp.srtp;

/**
 * What became of protected packets, RTP and RTCP together.
 *
 * @param authentic that were let through
 * @param unauthentic that the key does not fit, or that are too short; without any effect
 * @param replayed that had come before, or are too old to tell; without any effect
 */
public record SrtpCounters(long authentic, long unauthentic, long replayed) {
    public static final SrtpCounters NONE = new SrtpCounters(0, 0, 0);

    /** Both together. */
    public SrtpCounters plus(SrtpCounters other) {
        return new SrtpCounters(
                authentic + other.authentic,
                unauthentic + other.unauthentic,
                replayed + other.replayed);
    }
}
