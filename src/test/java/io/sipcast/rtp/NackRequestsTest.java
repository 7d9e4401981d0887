package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NackRequestsTest {
    private static final long MS = 1_000_000;

    private final JitterBuffer buffer = new JitterBuffer(Duration.ofMillis(100));
    private final NackRequests requests = new NackRequests();

    @Test
    void asksAtOnceAndAgainUntilThePacketIsGivenUp() {
        put(1, 0);
        assertThat(requests.due(buffer, 0)).isEmpty();
        put(3, 0);
        put(6, 0);
        assertThat(requests.due(buffer, 0)).containsExactly(2, 4, 5);
        assertThat(requests.due(buffer, 10 * MS)).isEmpty();
        put(4, 20 * MS);
        assertThat(requests.due(buffer, 40 * MS)).containsExactly(2, 5);
        poll(100 * MS);
        assertThat(requests.due(buffer, 110 * MS)).isEmpty();
        assertThat(requests.requests()).isEqualTo(5);
    }

    @Test
    void asksForNoMoreThanIsUseful() {
        put(1, 0);
        poll(0);
        put(400, 0);
        assertThat(requests.due(buffer, 0)).hasSize(NackRequests.MAX_REQUESTS).startsWith(2, 3);
    }

    private void put(int sequence, long nanos) {
        buffer.put(packet(sequence, nanos));
        poll(nanos);
    }

    private void poll(long nanos) {
        while (buffer.poll(nanos) != null) {
            // only what is missing matters
        }
    }
}
