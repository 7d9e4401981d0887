package io.sipcast.rtp;

import java.time.Instant;

/**
 * A wall-clock time as RTCP carries it, RFC 3550 §4.
 *
 * @param bits seconds since 1900 in the high 32 bits, their fraction in the low 32
 */
public record NtpTime(long bits) {
    /** Seconds from 1900 to 1970. */
    private static final long UNIX_EPOCH = 2_208_988_800L;

    private static final long NANOS = 1_000_000_000L;
    private static final long LOW = 0xFFFF_FFFFL;

    public static NtpTime of(Instant time) {
        long fraction = ((long) time.getNano() << 32) / NANOS;
        return new NtpTime(((time.getEpochSecond() + UNIX_EPOCH) << 32) | fraction);
    }

    /** The time of another clock that ran on by so much; may be negative. */
    public NtpTime plusNanos(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS);
        long fraction = (Math.floorMod(nanos, NANOS) << 32) / NANOS;
        return new NtpTime(bits + (seconds << 32) + fraction);
    }

    /** How much later this is; right within 68 years, whatever the era. */
    public long nanosSince(NtpTime earlier) {
        long difference = bits - earlier.bits;
        return (difference >> 32) * NANOS + (((difference & LOW) * NANOS + (1L << 31)) >>> 32);
    }

    /** The 32 bits in the middle, in units of 1/65536 s: what LSR and DLSR are made of. */
    public int middle() {
        return (int) (bits >>> 16);
    }

    /** Some peers send 0 because they have no clock. */
    public boolean isUnknown() {
        return bits == 0;
    }

    /** A time span in units of 1/65536 s. */
    static long toShortUnits(long nanos) {
        long span = Math.max(0, nanos);
        return ((span / NANOS) << 16) + ((span % NANOS) << 16) / NANOS;
    }

    /** A time span from units of 1/65536 s. */
    static long fromShortUnits(long units) {
        return (units * NANOS) >> 16;
    }
}
