package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packetizer, link, jitter buffer, depacketizer, in virtual time: what comes out whole is what went
 * in, and whatever is missing is told. Sequence numbers and timestamps wrap on the way.
 */
class H264OverLossyLinkTest {
    private static final int PICTURES = 600;
    private static final long FRAME_NANOS = 33_000_000;
    private static final long FRAME_TICKS = 2970;
    private static final long FIRST_TIMESTAMP = 0xFFFF_FFFFL - 100 * FRAME_TICKS;
    private static final int FIRST_SEQUENCE = 65_000;
    private static final Duration TARGET = Duration.ofMillis(60);

    private final H264Depacketizer depacketizer = new H264Depacketizer();

    @Test
    void aCleanLinkLosesNothing() {
        run(1, new LossyLink(new Random(1), 0, 0, 0), true);
        assertThat(depacketizer.pictures()).isEqualTo(PICTURES);
    }

    @Test
    void reorderingAndDuplicatesCostNothing() {
        run(2, new LossyLink(new Random(2), 0, 0.03, 0.05), true);
        assertThat(depacketizer.pictures()).isEqualTo(PICTURES);
    }

    @ParameterizedTest
    @CsvSource({"3, true", "4, true", "5, true", "6, false", "7, false"})
    void lossDropsPicturesAndBreaksNone(int seed, boolean markers) {
        run(seed, new LossyLink(new Random(seed), 0.02, 0.03, 0.01), markers);
        assertThat(depacketizer.pictures()).isGreaterThan(PICTURES * 8 / 10);
        assertThat(depacketizer.dropped()).isPositive();
    }

    private void run(int seed, LossyLink link, boolean markers) {
        List<byte[]> pictures = TestPictures.pictures(new Random(seed), PICTURES);
        send(pictures, link, markers);
        List<AccessUnit> out = receive(link.arrivals());
        int last = -1;
        for (AccessUnit unit : out) {
            int index = (int) (((unit.timestamp() - FIRST_TIMESTAMP) & 0xFFFF_FFFFL) / FRAME_TICKS);
            assertThat(index).isGreaterThan(last);
            assertThat(unit.bytes()).isEqualTo(pictures.get(index));
            assertThat(unit.afterLoss() || index == last + 1).isTrue();
            last = index;
        }
    }

    private static void send(List<byte[]> pictures, LossyLink link, boolean markers) {
        H264Packetizer packetizer = new H264Packetizer();
        int[] sequence = {FIRST_SEQUENCE};
        for (int i = 0; i < pictures.size(); i++) {
            long timestamp = FIRST_TIMESTAMP + i * FRAME_TICKS;
            long nanos = i * FRAME_NANOS;
            packetizer.packetize(
                    pictures.get(i),
                    (payload, last) ->
                            link.send(sequence[0]++, timestamp, last && markers, payload, nanos));
        }
    }

    private List<AccessUnit> receive(List<RtpPacket> arrivals) {
        JitterBuffer buffer = new JitterBuffer(TARGET);
        List<AccessUnit> out = new ArrayList<>();
        for (RtpPacket arrival : arrivals) {
            buffer.put(arrival);
            drain(buffer, arrival.arrivalNanos(), out);
        }
        drain(buffer, Long.MAX_VALUE / 2, out);
        return out;
    }

    private void drain(JitterBuffer buffer, long now, List<AccessUnit> out) {
        for (RtpPacket p = buffer.poll(now); p != null; p = buffer.poll(now)) {
            if (buffer.lost() > 0 || buffer.restarted()) {
                depacketizer.lost();
            }
            depacketizer.put(p);
            for (AccessUnit u = depacketizer.poll(); u != null; u = depacketizer.poll()) {
                out.add(u);
            }
        }
    }
}
