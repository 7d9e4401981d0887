package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.packet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NackRequestsTest {
    private static final long MS = 1_000_000;

    private final JitterBuffer buffer = new JitterBuffer(Duration.ofMillis(100));
    private final NackRequests requests = new NackRequests();
    private long roundTripMillis;

    @Test
    void asksAtOnceAndAgainUntilThePacketIsGivenUp() {
        put(1, 0);
        assertThat(due(0)).isEmpty();
        put(3, 0);
        put(6, 0);
        assertThat(due(0)).containsExactly(2, 4, 5);
        assertThat(due(10)).isEmpty();
        put(4, 20);
        assertThat(due(40)).containsExactly(2, 5);
        poll(100);
        assertThat(due(110)).isEmpty();
        assertThat(requests.requests()).isEqualTo(5);
        assertThat(requests.repaired()).isEqualTo(1);
    }

    @Test
    void asksAgainOnlyWhenTheAnswerShouldHaveCome() {
        roundTripMillis = 40;
        put(1, 0);
        put(3, 0);
        assertThat(due(0)).containsExactly(2);
        assertThat(due(49)).isEmpty();
        assertThat(due(50)).containsExactly(2);
    }

    @Test
    void doesNotAskForWhatCannotComeInTime() {
        roundTripMillis = 70;
        put(1, 0);
        put(3, 0);
        put(5, 50);
        assertThat(due(40)).as("2 is given up at 100, 4 later").containsExactly(4);
        roundTripMillis = 150;
        assertThat(due(45)).isEmpty();
    }

    @Test
    void givesUpWhereAskingDoesNotHelp() {
        var patient = new JitterBuffer(Duration.ofSeconds(2));
        patient.put(packet(1, 0));
        patient.put(packet(3, 0));
        while (patient.poll(0) != null) {
            // 3 is held back
        }
        int asked = 0;
        for (int millis = 0; millis < 1_500; millis += 10) {
            asked += requests.due(patient, millis * MS, -1).size();
        }
        assertThat(asked).isEqualTo(NackRequests.MAX_TRIES);
    }

    @Test
    void numbersWrap() {
        put(65_534, 0);
        put(1, 0);
        assertThat(due(0)).containsExactly(65_535, 0);
    }

    @Test
    void asksForNoMoreThanIsUseful() {
        put(1, 0);
        poll(0);
        put(400, 0);
        assertThat(due(0)).hasSize(NackRequests.MAX_REQUESTS).startsWith(2, 3);
    }

    private List<Integer> due(long millis) {
        return requests.due(buffer, millis * MS, roundTripMillis * MS);
    }

    private void put(int sequence, long millis) {
        buffer.put(packet(sequence, millis * MS));
        requests.received(sequence);
        poll(millis);
    }

    private void poll(long millis) {
        while (buffer.poll(millis * MS) != null) {
            // only what is missing matters
        }
    }
}
