package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long a login lasts, in virtual time. */
class SessionsTest {
    private static final Duration TIMEOUT = Duration.ofHours(12);

    private long now = Long.MAX_VALUE - TIMEOUT.toNanos(); // the clock's sign may change
    private final Sessions sessions = new Sessions(TIMEOUT, new Random(1), () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void endsWithoutAUse() {
        String token = sessions.open();

        pass(TIMEOUT.minusNanos(1));
        assertThat(sessions.use(token)).isTrue();
        pass(TIMEOUT.minusNanos(1));
        assertThat(sessions.use(token)).as("that was a use").isTrue();
        pass(TIMEOUT);
        assertThat(sessions.use(token)).isFalse();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void endsInAnyCase() {
        String token = sessions.open();
        for (int i = 0; i < 2 * Sessions.LONGEST - 1; i++) {
            pass(TIMEOUT.dividedBy(2));
            assertThat(sessions.use(token)).isTrue();
        }

        pass(TIMEOUT.dividedBy(2));

        assertThat(sessions.use(token)).isFalse();
    }

    @Test
    void endsWhenItIsClosed() {
        String token = sessions.open();
        String other = sessions.open();

        sessions.close(token);
        sessions.close("never opened");

        assertThat(sessions.use(token)).isFalse();
        assertThat(sessions.use(other)).isTrue();
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void whoIsOneTooManyEndsTheLeastUsed() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < Sessions.MOST; i++) {
            tokens.add(sessions.open());
        }
        assertThat(sessions.use(tokens.getFirst())).isTrue();

        sessions.open();

        assertThat(sessions.size()).isEqualTo(Sessions.MOST);
        assertThat(sessions.use(tokens.getFirst())).isTrue();
        assertThat(sessions.use(tokens.get(1))).isFalse();
        assertThat(new HashSet<>(tokens)).hasSize(Sessions.MOST);
    }

    @Test
    void thoseThatAreOverMakeRoomFirst() {
        sessions.open();
        pass(TIMEOUT.minusNanos(1));
        String fresh = sessions.open();
        pass(Duration.ofNanos(1));

        sessions.open();

        assertThat(sessions.size()).isEqualTo(2);
        assertThat(sessions.use(fresh)).isTrue();
    }
}
