package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpSenderTest {
    private final RtpSender sender = new RtpSender(new Random(1));

    @Test
    void numbersAndCounts() {
        int sequence = sender.nextSequence();
        RtpPacket first = send(true, 0, 160);
        RtpPacket second = send(false, 160, 10);
        assertThat(first.marker()).isTrue();
        assertThat(first.payloadType()).isEqualTo(8);
        assertThat(first.payloadLength()).isEqualTo(160);
        assertThat(first.sequence()).isEqualTo(sequence).isLessThan(1 << 15);
        assertThat(second.sequence()).isEqualTo(sequence + 1);
        assertThat(second.timestamp() - first.timestamp()).isEqualTo(160);
        assertThat(second.ssrc()).isEqualTo(sender.ssrc());
        assertThat(sender.packets()).isEqualTo(2);
        assertThat(sender.octets()).isEqualTo(170);
    }

    @Test
    void reportsTheTimeOfItsPackets() {
        RtpPacket packet = send(false, 320, 160);
        SenderReport report = sender.report(new NtpTime(5), 320, List.of());
        assertThat(report)
                .isEqualTo(
                        new SenderReport(
                                sender.ssrc(),
                                new NtpTime(5),
                                packet.timestamp(),
                                1,
                                160,
                                List.of()));
    }

    @Test
    void wraps() {
        int last = sender.nextSequence();
        for (int i = 1; i <= 1 << 16; i++) {
            send(false, i * 0xFFFF_FFFFL, 0);
        }
        assertThat(sender.nextSequence()).isEqualTo(last);
    }

    @Test
    void startsAnywhere() {
        RtpSender other = new RtpSender(new Random(2));
        assertThat(other.ssrc()).isNotEqualTo(sender.ssrc());
        assertThat(other.nextSequence()).isNotEqualTo(sender.nextSequence());
    }

    private RtpPacket send(boolean marker, long ticks, int size) {
        ByteBuffer out = ByteBuffer.allocate(200);
        sender.write(out, marker, 8, ticks, ByteBuffer.allocate(size));
        return RtpPacket.read(out.flip(), 0);
    }
}
