package io.sipcast.rtp;

import org.jspecify.annotations.Nullable;

/**
 * What report blocks say about the packets of one track, RFC 3550 §6.4.1, appendices A.3 and A.8. A
 * new source starts from nothing; so does a jump in the sequence once a second packet confirms it
 * (A.1). Where the payload's clock changes, what was measured holds at the new rate (RFC 7160
 * §4.2).
 */
public final class ReceptionStats {
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int MAX_LOST = 0x7F_FFFF;
    private static final long LOW = 0xFFFF_FFFFL;
    private static final long NANOS = 1_000_000_000L;

    private int clockRateHz;
    private final SequenceExtender sequences = new SequenceExtender();
    private final TimestampExtender timestamps = new TimestampExtender();

    private boolean started;
    private int ssrc;
    private long firstSequence;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int badSequence = -1;

    private long lastTransit;
    private double jitterTicks;

    private @Nullable NtpTime lastReport;
    private long lastReportNanos;

    /** Statistics of a track whose payload has this clock. */
    public ReceptionStats(int clockRateHz) {
        this.clockRateHz = clockRateHz;
    }

    /**
     * Counts a packet as it came, before any reordering.
     *
     * @return whether it is the first of its source, so that what was known of the old one is void
     */
    public boolean received(RtpPacket packet) {
        return received(packet, clockRateHz);
    }

    /**
     * Likewise.
     *
     * @param clockHz of this packet's payload; 0: that of the last one
     */
    public boolean received(RtpPacket packet, int clockHz) {
        boolean otherClock = clockHz != 0 && clockHz != clockRateHz;
        if (otherClock) {
            jitterTicks *= (double) clockHz / clockRateHz;
            clockRateHz = clockHz;
        }
        boolean first = !started || packet.ssrc() != ssrc;
        if (first) {
            restart(packet);
        } else if (isJump(packet)) {
            if (packet.sequence() != badSequence) {
                badSequence = (packet.sequence() + 1) & 0xFFFF;
                return false;
            }
            restart(packet);
        }
        sequences.extend(packet.sequence());
        measureJitter(packet, received == 0 || otherClock);
        received++;
        return first;
    }

    /** A sender report came; the next block tells when. */
    public void received(SenderReport report, long nowNanos) {
        if (started && report.ssrc() == ssrc) {
            lastReport = report.ntp();
            lastReportNanos = nowNanos;
        }
    }

    /** The block of the next report; null when nothing came yet. A new interval starts. */
    public @Nullable ReportBlock report(long nowNanos) {
        if (!started) {
            return null;
        }
        long expected = expected();
        int fraction = fractionLost(expected - expectedBefore, received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        NtpTime last = lastReport;
        return new ReportBlock(
                ssrc,
                fraction,
                Math.clamp(lost(), -MAX_LOST - 1, MAX_LOST),
                sequences.highest() & LOW,
                jitterTicks(),
                last == null ? 0 : last.middle(),
                last == null ? 0 : NtpTime.toShortUnits(nowNanos - lastReportNanos) & LOW);
    }

    /** The source that is received now. */
    public int ssrc() {
        return ssrc;
    }

    /** Packets received from it, duplicates too. */
    public long received() {
        return received;
    }

    /** Packets of it that never came; negative with duplicates. */
    public long lost() {
        return expected() - received;
    }

    /** Of the payload that came last. */
    public int clockRateHz() {
        return clockRateHz;
    }

    /** In ticks of the payload's clock. */
    public long jitterTicks() {
        return (long) jitterTicks;
    }

    private void restart(RtpPacket first) {
        started = true;
        ssrc = first.ssrc();
        sequences.reset();
        timestamps.reset();
        firstSequence = first.sequence();
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        badSequence = -1;
        jitterTicks = 0;
        lastReport = null;
    }

    private boolean isJump(RtpPacket packet) {
        long ahead = sequences.near(packet.sequence()) - sequences.highest();
        return ahead >= MAX_DROPOUT || ahead <= -MAX_MISORDER;
    }

    private long expected() {
        return started ? sequences.highest() - firstSequence + 1 : 0;
    }

    private static int fractionLost(long expected, long received) {
        long lost = expected - received;
        return expected <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expected);
    }

    /** J += (|D| - J) / 16, RFC 3550 §6.4.1. */
    private void measureJitter(RtpPacket packet, boolean first) {
        long transit = ticks(packet.arrivalNanos()) - timestamps.extend(packet.timestamp());
        if (!first) {
            jitterTicks += (Math.abs(transit - lastTransit) - jitterTicks) / 16;
        }
        lastTransit = transit;
    }

    /** Exact over any run time: whole seconds first. */
    private long ticks(long nanos) {
        return Math.floorDiv(nanos, NANOS) * clockRateHz
                + Math.floorMod(nanos, NANOS) * clockRateHz / NANOS;
    }
}
