package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.SSRC;
import static io.sipcast.rtp.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReceptionStatsTest {
    private static final long MS = 1_000_000;
    private static final int OTHER = 0x0712;

    private final ReceptionStats stats = new ReceptionStats(8000);

    @Test
    void saysNothingBeforeTheFirstPacket() {
        assertThat(stats.report(0)).isNull();
        assertThat(stats.lost()).isZero();
    }

    @Test
    void countsLossSinceTheReportBefore() {
        receive(65534, 65535, 0, 3); // 1 and 2 never came
        ReportBlock first = report(0);
        assertThat(first.highestSequence()).isEqualTo(0x1_0003L);
        assertThat(first.cumulativeLost()).isEqualTo(2);
        assertThat(first.fractionLost()).isEqualTo(2 * 256 / 6);

        receive(4, 5, 6);
        ReportBlock second = report(0);
        assertThat(second.cumulativeLost()).isEqualTo(2);
        assertThat(second.fractionLost()).isZero();
    }

    @Test
    void duplicatesMakeLossNegative() {
        receive(1, 1, 1, 2);
        assertThat(report(0).cumulativeLost()).isEqualTo(-2);
        assertThat(report(0).fractionLost()).isZero();
    }

    @Test
    void lateAndReorderedPacketsAreNoLoss() {
        receive(1, 4, 3, 2);
        assertThat(report(0).cumulativeLost()).isZero();
        assertThat(report(0).highestSequence()).isEqualTo(4);
    }

    /** J += (|D| - J) / 16, RFC 3550 §6.4.1. */
    @Test
    void measuresJitterInTicks() {
        receiveAt(1, 0);
        receiveAt(2, 20 * MS);
        assertThat(stats.jitterTicks()).isZero();
        receiveAt(3, 50 * MS); // 10 ms late: 80 ticks
        assertThat(stats.jitterTicks()).isEqualTo(80 / 16);
        receiveAt(4, 60 * MS); // back in time: 80 ticks again
        assertThat(report(0).jitter()).isEqualTo((long) (5 + (80 - 5) / 16.0));
    }

    @Test
    void jitterSurvivesTheWrapOfTheTimestamp() {
        for (int i = 0; i < 10; i++) {
            long timestamp = (0xFFFF_FFFFL - 500 + i * 160L) & 0xFFFF_FFFFL;
            stats.received(packet(i, timestamp, SSRC, false, i * 20L * MS, new byte[1]));
        }
        assertThat(stats.jitterTicks()).isZero();
    }

    @Test
    void answersTheLastSenderReport() {
        NtpTime sent = NtpTime.of(Instant.parse("1995-11-10T11:33:25.125Z"));
        receive(1);
        stats.received(new SenderReport(OTHER, sent, 0, 0, 0, List.of()), 0);
        assertThat(report(0).lastReport()).as("of another source").isZero();
        stats.received(new SenderReport(SSRC, sent, 0, 0, 0, List.of()), 1000 * MS);
        ReportBlock block = report(6250 * MS);
        assertThat(block.lastReport()).isEqualTo(0xb705_2000);
        assertThat(block.sinceLastReport()).isEqualTo(0x5_4000);
    }

    /** The figures of RFC 3550 §6.4.1, figure 2. */
    @Test
    void theRoundTripIsThatOfTheRfc() {
        ReportBlock block = new ReportBlock(SSRC, 0, 0, 0, 0, 0xb705_2000, 0x5_4000);
        NtpTime received = new NtpTime(0xb44d_b70a_8000_0000L);
        assertThat(block.roundTripNanos(received)).isEqualTo(125_000_000);
        assertThat(new ReportBlock(SSRC, 0, 0, 0, 0, 0, 0).roundTripNanos(received)).isEqualTo(-1);
    }

    @Test
    void anotherSourceStartsFromNothing() {
        assertThat(stats.received(packet(1, 0))).isTrue();
        assertThat(stats.received(packet(5, 0))).isFalse();
        assertThat(stats.received(packet(9, 0, OTHER, false, 0, new byte[1]))).isTrue();
        assertThat(report(0)).isEqualTo(new ReportBlock(OTHER, 0, 0, 9, 0, 0, 0));
    }

    @Test
    void aJumpCountsOnceASecondPacketConfirmsIt() {
        receive(1, 2, 30_000, 3);
        assertThat(stats.received()).isEqualTo(3);
        receive(40_000, 40_001);
        assertThat(stats.received()).isEqualTo(1);
        assertThat(stats.lost()).isZero();
        assertThat(report(0).highestSequence()).isEqualTo(40_001);
    }

    private void receive(int... sequences) {
        for (int sequence : sequences) {
            stats.received(packet(sequence, 0));
        }
    }

    /** With 160 ticks, 20 ms, from one sequence number to the next. */
    private void receiveAt(int sequence, long nanos) {
        stats.received(packet(sequence, nanos));
    }

    private ReportBlock report(long nanos) {
        return Objects.requireNonNull(stats.report(nanos));
    }
}
