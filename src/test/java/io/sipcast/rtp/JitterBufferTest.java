package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.SSRC;
import static io.sipcast.rtp.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
    private static final long MS = 1_000_000;
    private static final int OTHER = 0x0712;

    private final JitterBuffer buffer = new JitterBuffer(Duration.ofMillis(60));

    @Test
    void aPacketInOrderLeavesAtOnce() {
        for (int i = 0; i < 1000; i++) {
            int sequence = (65000 + i) & 0xFFFF;
            put(sequence, i * MS);
            assertThat(drain(i * MS)).containsExactly("" + sequence);
        }
        assertThat(buffer.lostTotal()).isZero();
    }

    @Test
    void aGapThatClosesCostsNothing() {
        put(1, 0);
        put(3, 10 * MS);
        put(4, 20 * MS);
        assertThat(drain(20 * MS)).containsExactly("1");
        assertThat(buffer.size()).isEqualTo(2);
        put(2, 69 * MS);
        assertThat(drain(69 * MS)).containsExactly("2", "3", "4");
        assertThat(buffer.lostTotal()).isZero();
    }

    @Test
    void aGapHoldsPacketsBackNoLongerThanTheTarget() {
        put(1, 0);
        put(4, 10 * MS);
        put(5, 30 * MS);
        assertThat(drain(70 * MS - 1)).containsExactly("1");
        assertThat(drain(70 * MS)).containsExactly("2 lost, 4", "5");
        assertThat(buffer.lostTotal()).isEqualTo(2);
    }

    @Test
    void theAgeOfAGapIsThatOfTheFirstPacketBehindIt() {
        put(1, 0);
        put(5, 10 * MS);
        put(3, 50 * MS);
        assertThat(drain(70 * MS)).containsExactly("1", "1 lost, 3", "1 lost, 5");
    }

    @Test
    void aSecondGapWaitsForItself() {
        put(1, 0);
        put(3, 10 * MS);
        put(5, 50 * MS);
        assertThat(drain(70 * MS)).containsExactly("1", "1 lost, 3");
        assertThat(drain(110 * MS)).containsExactly("1 lost, 5");
    }

    @Test
    void tellsDuplicatesFromLatePackets() {
        put(1, 0);
        put(3, 0);
        drain(60 * MS);
        put(2, 61 * MS);
        put(3, 61 * MS);
        put(1, 61 * MS);
        put(0, 61 * MS);
        put(5, 62 * MS);
        put(5, 62 * MS);
        assertThat(drain(62 * MS)).isEmpty();
        assertThat(buffer.late()).isEqualTo(2);
        assertThat(buffer.duplicates()).isEqualTo(3);
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(missing(9)).isEmpty();
        put(65533, 0);
        put(1, 0);
        put(65535, 0);
        put(4, 0);
        drain(0);
        assertThat(missing(9)).containsExactly(65534, 0, 2, 3);
        assertThat(missing(2)).containsExactly(65534, 0);
        drain(60 * MS);
        assertThat(missing(9)).isEmpty();
    }

    @Test
    void followsAnotherSourceOnceTwoPacketsConfirmIt() {
        put(100, 0);
        put(7, 1, OTHER);
        assertThat(drain(1)).containsExactly("100");
        put(8, 2, OTHER);
        assertThat(drain(2)).containsExactly("restart, 7", "8");
        assertThat(buffer.restarts()).isEqualTo(1);
        assertThat(buffer.strays()).isZero();
    }

    @Test
    void theTwoThatConfirmASourceNeedNotBeNeighbours() {
        put(1, 0);
        drain(0);
        put(502, 20 * MS, OTHER);
        put(501, 21 * MS, OTHER);
        assertThat(drain(21 * MS)).containsExactly("restart, 501", "502");
        put(900, 40 * MS);
        put(902, 41 * MS);
        assertThat(drain(41 * MS)).as("what was left is not followed back at once").isEmpty();
        assertThat(buffer.late()).isEqualTo(2);
        put(503, 42 * MS, OTHER);
        assertThat(drain(42 * MS)).containsExactly("503");
    }

    @Test
    void theSourceThatWasLeftMayComeBack() {
        put(1, 0);
        put(501, 20 * MS, OTHER);
        put(502, 40 * MS, OTHER);
        drain(40 * MS);
        put(20, 400 * MS);
        put(21, 420 * MS);
        assertThat(drain(420 * MS)).containsExactly("restart, 20", "21");
    }

    @Test
    void aStrayPacketChangesNothing() {
        put(100, 0);
        put(7, 1, OTHER);
        put(101, 2);
        put(30_000, 3);
        put(102, 4);
        assertThat(drain(4)).containsExactly("100", "101", "102");
        assertThat(buffer.strays()).isEqualTo(1);
    }

    @Test
    void followsAJumpForwardsAndBackwards() {
        put(100, 0);
        put(20_000, 1);
        put(20_001, 2);
        assertThat(drain(2)).containsExactly("100", "restart, 20000", "20001");
        put(500, 3);
        put(501, 4);
        put(502, 5);
        assertThat(drain(5)).containsExactly("restart, 500", "501", "502");
        assertThat(buffer.lostTotal()).isZero();
    }

    @Test
    void whatWaitsOfTheOldSourceComesFirst() {
        put(100, 0);
        put(102, 0);
        put(7, MS, OTHER);
        put(8, MS, OTHER);
        assertThat(drain(MS)).containsExactly("100");
        assertThat(missing(9)).as("of the old source").isEmpty();
        put(10, 2 * MS, OTHER);
        assertThat(missing(9)).containsExactly(9);
        assertThat(drain(60 * MS)).containsExactly("1 lost, 102", "restart, 7", "8");
        assertThat(drain(62 * MS)).containsExactly("1 lost, 10");
    }

    @Test
    void isBounded() {
        put(0, 0);
        drain(0);
        for (int i = 2; i < 2 * JitterBuffer.CAPACITY; i++) {
            put(i, 0);
            assertThat(buffer.size()).isLessThanOrEqualTo(JitterBuffer.CAPACITY);
        }
        List<String> out = drain(0);
        assertThat(out).hasSize(JitterBuffer.CAPACITY);
        assertThat(out.getFirst()).isEqualTo("511 lost, 512");
    }

    /** Any network: what comes out rises, is never seen twice, and nothing waits too long. */
    @Test
    void keepsItsPromisesOnAnyNetwork() {
        for (int seed = 0; seed < 20; seed++) {
            runNetwork(new Random(seed), new JitterBuffer(Duration.ofMillis(60)));
        }
    }

    private static void runNetwork(Random random, JitterBuffer buffer) {
        int first = random.nextInt(1 << 16);
        int sent = 70_000;
        List<RtpPacket> arrivals = network(random, first, sent);
        Set<Integer> seen = new HashSet<>();
        int at = 0;
        int expected = -1;
        for (long now = 0; at < arrivals.size(); now += 5 * MS) {
            while (at < arrivals.size() && arrivals.get(at).arrivalNanos() <= now) {
                buffer.put(arrivals.get(at++));
            }
            RtpPacket packet = buffer.poll(now);
            while (packet != null) {
                int index = (int) (packet.timestamp() / 160);
                assertThat(index).isEqualTo(expected < 0 ? index : expected + buffer.lost());
                assertThat(packet.sequence()).isEqualTo((first + index) & 0xFFFF);
                assertThat(now - packet.arrivalNanos()).isLessThan(65 * MS);
                assertThat(seen.add(index)).isTrue();
                expected = index + 1;
                packet = buffer.poll(now);
            }
        }
        assertThat(buffer.restarts()).isZero();
        assertThat(buffer.duplicates()).isPositive();
        assertThat(seen.size() + buffer.lostTotal()).isCloseTo(sent, within(20));
        assertThat(buffer.lostTotal() / (double) sent).isBetween(0.015, 0.035);
    }

    /** 2 % loss, 3 % reordering, 1 % duplicates, some of them too late. */
    private static List<RtpPacket> network(Random random, int first, int sent) {
        List<RtpPacket> arrivals = new ArrayList<>();
        for (int i = 0; i < sent; i++) {
            long nanos = i * 5L * MS;
            int chance = random.nextInt(100);
            if (chance < 2) {
                continue;
            }
            long delay = chance < 5 ? random.nextInt(1, 70) * MS : 0;
            arrivals.add(at(first + i, i, nanos + delay));
            if (chance == 99) {
                arrivals.add(at(first + i, i, nanos + random.nextInt(200) * MS));
            }
        }
        Collections.shuffle(arrivals, random);
        arrivals.sort((a, b) -> Long.compare(a.arrivalNanos(), b.arrivalNanos()));
        return arrivals;
    }

    private static RtpPacket at(int sequence, int index, long nanos) {
        return packet(sequence, index * 160L, SSRC, false, nanos, new byte[] {1});
    }

    private static Offset<Long> within(long offset) {
        return Offset.offset(offset);
    }

    private void put(int sequence, long nanos) {
        buffer.put(packet(sequence, nanos));
    }

    private void put(int sequence, long nanos, int ssrc) {
        buffer.put(packet(sequence, 0, ssrc, false, nanos, new byte[] {1}));
    }

    /** What leaves now, in words. */
    private List<String> drain(long now) {
        List<String> out = new ArrayList<>();
        RtpPacket packet = buffer.poll(now);
        while (packet != null) {
            out.add(
                    (buffer.restarted() ? "restart, " : "")
                            + (buffer.lost() > 0 ? buffer.lost() + " lost, " : "")
                            + packet.sequence());
            packet = buffer.poll(now);
        }
        return out;
    }

    private List<Integer> missing(int max) {
        int[] out = new int[max];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0, found = buffer.missing(out); i < found; i++) {
            missing.add(out[i]);
        }
        return missing;
    }
}
