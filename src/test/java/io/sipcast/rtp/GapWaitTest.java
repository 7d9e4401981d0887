package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How long a {@link JitterBuffer} waits for packets that others overtake: as it has learned. */
class GapWaitTest {
    private static final long MS = 1_000_000;

    private final JitterBuffer buffer =
            new JitterBuffer(new JitterTarget(Duration.ofMillis(60), Duration.ofMillis(400)));
    private final List<Integer> out = new ArrayList<>();

    @Test
    void theFirstThatIsTooLateTeachesAndTheNextIsWaitedFor() {
        overtaken(10, 0, 150);
        assertThat(out).containsExactly(10, 12);
        assertThat(buffer.late()).isEqualTo(1);

        overtaken(13, 1_000, 150);
        assertThat(out).containsExactly(10, 12, 13, 14, 15);
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void whatIsInOrderIsNeverDelayed() {
        overtaken(10, 0, 150);
        out.clear();
        for (int i = 0; i < 100; i++) {
            put(13 + i, 1_000 + 20L * i);
            assertThat(out).hasSize(i + 1);
        }
    }

    @Test
    void isPatientForAWhileOnly() {
        overtaken(10, 0, 150);
        put(13, 100_000);
        put(15, 100_020);
        poll(100_079);
        assertThat(out).endsWith(12, 13);
        poll(100_080);
        assertThat(out).endsWith(13, 15);
    }

    @Test
    void whatNeverComesTeachesNothing() {
        for (int i = 0; i < 100; i += 2) {
            put(i, 100L * i);
        }
        poll(20_000);
        assertThat(buffer.target().nanos(20_000 * MS)).isEqualTo(60 * MS);
    }

    @Test
    void mayBeToldToGoOn() {
        put(1, 0);
        put(3, 20);
        put(4, 21);
        put(7, 22);
        assertThat(Objects.requireNonNull(buffer.held()).sequence()).isEqualTo(3);
        buffer.giveUpGap();
        poll(23);
        assertThat(out).containsExactly(1, 3, 4);
        assertThat(Objects.requireNonNull(buffer.held()).sequence()).isEqualTo(7);
        buffer.giveUpGap();
        poll(24);
        assertThat(buffer.lost()).isEqualTo(2);
        assertThat(buffer.held()).isNull();
        buffer.giveUpGap(); // there is none
        put(8, 40);
        assertThat(out).containsExactly(1, 3, 4, 7, 8);
    }

    @Test
    void saysWhenItGoesOn() {
        put(1, 0);
        put(3, 20);
        assertThat(buffer.giveUpNanos()).isEqualTo(80 * MS);
    }

    /** Three packets, the second of which comes this late, after the third. */
    private void overtaken(int first, long millis, long late) {
        put(first, millis);
        put(first + 2, millis + 10);
        poll(millis + 10 + late - 1);
        put(first + 1, millis + 10 + late);
    }

    private void put(int sequence, long millis) {
        buffer.put(packet(sequence, millis * MS));
        poll(millis);
    }

    private void poll(long millis) {
        for (RtpPacket next = buffer.poll(millis * MS);
                next != null;
                next = buffer.poll(millis * MS)) {
            out.add(next.sequence());
        }
    }
}
