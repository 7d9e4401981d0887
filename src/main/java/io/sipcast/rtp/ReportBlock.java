package io.sipcast.rtp;

import java.nio.ByteBuffer;

/**
 * How one source is received, RFC 3550 §6.4.1.
 *
 * @param fractionLost of 256, since the report before
 * @param cumulativeLost 24 bits, signed: duplicates make it negative
 * @param highestSequence with the count of wraps in the high 16 bits; 32 bits, unsigned
 * @param jitter in ticks of the payload's clock; 32 bits, unsigned
 * @param lastReport the middle bits of the last sender report's time, 0 if there was none
 * @param sinceLastReport in 1/65536 s; 32 bits, unsigned
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequence,
        long jitter,
        int lastReport,
        long sinceLastReport) {
    static final int SIZE = 24;

    private static final int MAX_LOST = 0x7F_FFFF;
    private static final long LOW = 0xFFFF_FFFFL;

    public ReportBlock {
        if ((fractionLost & ~0xFF) != 0
                || cumulativeLost > MAX_LOST
                || cumulativeLost < -MAX_LOST - 1
                || ((highestSequence | jitter | sinceLastReport) & ~LOW) != 0) {
            throw new IllegalArgumentException("report block field out of range");
        }
    }

    /**
     * The round trip that this block about one of our own sender reports measures, RFC 3550 §6.4.1.
     *
     * @param now our wall clock when the block came
     * @return in nanoseconds, or -1 when it is about no report
     */
    public long roundTripNanos(NtpTime now) {
        if (lastReport == 0) {
            return -1;
        }
        int units = now.middle() - lastReport - (int) sinceLastReport;
        return NtpTime.fromShortUnits(Math.max(0, units));
    }

    static ReportBlock read(ByteBuffer in) {
        int ssrc = in.getInt();
        int lost = in.getInt();
        return new ReportBlock(
                ssrc,
                lost >>> 24,
                lost << 8 >> 8,
                in.getInt() & LOW,
                in.getInt() & LOW,
                in.getInt(),
                in.getInt() & LOW);
    }

    void write(ByteBuffer out) {
        out.putInt(ssrc)
                .putInt((fractionLost << 24) | (cumulativeLost & 0xFF_FFFF))
                .putInt((int) highestSequence)
                .putInt((int) jitter)
                .putInt(lastReport)
                .putInt((int) sinceLastReport);
    }
}
