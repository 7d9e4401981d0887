package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.net.PullInfo.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a pull goes on trying, and when it gives up. */
class PullStateTest {
    @Test
    void triesAgainLaterAndLaterAndGivesUpWhatNeverPlayed() {
        PullState state = PullState.start();
        List<Long> pauses = new ArrayList<>();
        while (!state.over()) {
            assertThat(state.status()).isEqualTo(Status.PENDING);
            state = state.failed("refused");
            pauses.add(state.pause().toSeconds());
        }

        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L, 30L, 30L);
        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.reason()).isEqualTo("refused");
    }

    @Test
    void aServerThatFallsSilentIsNoFailure() {
        PullState state = PullState.start().playing().silent();

        assertThat(state.status()).isEqualTo(Status.PENDING);
        assertThat(state.failures()).isZero();
        assertThat(state.reason()).isEqualTo("The server sends no media any more.");
        assertThat(state.playing().reason()).isEmpty();
        assertThat(state.over()).isFalse();
    }

    @Test
    void whatPlayedOnceIsTriedForEver() {
        PullState state = PullState.start().failed("a").failed("b").playing();
        assertThat(state).isEqualTo(new PullState(Status.PROCESSED_REMOTE, 0, true, ""));
        for (int i = 0; i < 1000; i++) {
            state = state.failed("gone");
        }

        assertThat(state.status()).isEqualTo(Status.PENDING);
        assertThat(state.pause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(state.stopped("enough").over()).isTrue();
    }

    @Test
    void whatIsForbiddenHasFailed() {
        assertThat(PullState.start().refused("no").status()).isEqualTo(Status.FAILED);
    }
}
