package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameRequestsTest {
    private static final long MILLIS = 1_000_000L;

    private final KeyFrameRequests requests = new KeyFrameRequests(2_000 * MILLIS, 0);
    private long atMillis;

    @Test
    void asksAtTheStartAndThenLessAndLessOften() {
        assertThat(asksUntil(10_000))
                .containsExactly(0L, 500L, 1_500L, 3_500L, 5_500L, 7_500L, 9_500L);
        assertThat(requests.ignored()).isTrue();
    }

    @Test
    void asksAgainWhenNoneCameForTheInterval() {
        asksUntil(100);
        requests.keyFrame(100 * MILLIS);

        assertThat(asksUntil(2_500)).containsExactly(2_200L);
        assertThat(requests.ignored()).isFalse();
    }

    @Test
    void asksAtOnceAfterALossButNotTooOften() {
        asksUntil(100);
        requests.keyFrame(100 * MILLIS);
        asksUntil(1_000);
        requests.want();
        assertThat(asksUntil(1_010)).containsExactly(1_000L);
        requests.keyFrame(1_010 * MILLIS);
        requests.want();

        assertThat(asksUntil(2_000)).containsExactly(1_500L);
    }

    private List<Long> asksUntil(long millis) {
        List<Long> asks = new ArrayList<>();
        for (; atMillis < millis; atMillis += 10) {
            if (requests.due(atMillis * MILLIS)) {
                asks.add(atMillis);
            }
        }
        return asks;
    }
}
