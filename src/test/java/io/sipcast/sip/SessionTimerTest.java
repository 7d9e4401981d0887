package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.SessionTimer.Action;
import io.sipcast.sip.SessionTimer.Input;
import io.sipcast.sip.SessionTimer.State;
import io.sipcast.sip.SessionTimer.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In seconds after a start that a monotonic clock may well have. */
class SessionTimerTest {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(100).toNanos();
    private static final SessionTerms OURS = new SessionTerms(1800, true);
    private static final SessionTerms PEERS = new SessionTerms(1800, false);
    private static final Input AGREED = new Input.Agreed(OURS);
    private static final Input DUE = new Input.Due();
    private static final Input REFUSED = new Input.Refused();

    private State state = SessionTimer.OFF;

    @ParameterizedTest
    @CsvSource({"90, 45, 60", "96, 48, 64", "120, 60, 88", "1800, 900, 1768", "3601, 1800.5, 3569"})
    void ourRefreshIsDueAtHalfAndTheEndALittleBeforeTheInterval(
            long interval, double refresh, double end) {
        step(0, new Input.Agreed(new SessionTerms(interval, true)));

        assertThat(on().dueNanos() - START).isEqualTo(nanos(refresh));
        assertThat(on().endNanos() - START).isEqualTo(nanos(end));
    }

    @Test
    void aRefreshBeginsAnew() {
        step(0, AGREED);
        assertThat(step(900, DUE)).isEqualTo(Action.REFRESH);
        step(901, AGREED);

        assertThat(due()).isEqualTo(901 + 900);
        assertThat(end()).isEqualTo(901 + 1768);
        assertThat(step(1801, DUE)).isEqualTo(Action.REFRESH);
    }

    @Test
    void anIntervalAndItsRefresherMayChangeEachTime() {
        step(0, AGREED);
        step(900, DUE);
        step(900, new Input.Agreed(new SessionTerms(90, false)));

        assertThat(due()).isEqualTo(900 + 60);
        step(930, AGREED);
        assertThat(due()).isEqualTo(930 + 900);
    }

    @Test
    void thePeersRefreshIsWaitedForUntilTheEnd() {
        step(0, new Input.Agreed(PEERS));
        assertThat(due()).isEqualTo(1768);
        assertThat(step(1767.9, DUE)).isEqualTo(Action.NONE);
        step(1767.9, new Input.Agreed(PEERS));
        assertThat(step(1768, DUE)).isEqualTo(Action.NONE);

        assertThat(step(1767.9 + 1768, DUE)).isEqualTo(Action.END);
        assertThat(state).isEqualTo(SessionTimer.OFF);
    }

    @Test
    void oursIsTriedAgainAfterHalfOfWhatIsLeftUntilTheEnd() {
        step(0, AGREED);
        step(900, DUE);
        step(900, REFUSED);
        assertThat(due()).isEqualTo(900 + 434);
        assertThat(step(1334, DUE)).isEqualTo(Action.REFRESH);
        step(1764, REFUSED);
        assertThat(due()).isEqualTo(1768); // not later than the end, however short the pause

        assertThat(step(1768, DUE)).isEqualTo(Action.END);
    }

    @Test
    void pausesDoNotBecomeShorterThanFiveSeconds() {
        step(0, AGREED);
        step(900, DUE);
        step(1762, REFUSED);

        assertThat(due()).isEqualTo(1767);
    }

    @Test
    void afterACollisionItIsTriedAgainSoon() {
        step(0, AGREED);
        step(900, DUE);
        step(901, new Input.Collided(nanos(2.5)));
        assertThat(on().dueNanos() - START).isEqualTo(nanos(903.5));

        assertThat(step(903.5, DUE)).isEqualTo(Action.REFRESH);
    }

    @Test
    void aRefreshThatIsNeverAnsweredEndsTheSession() {
        step(0, AGREED);
        step(900, DUE);
        assertThat(due()).isEqualTo(1768);

        assertThat(step(1768, DUE)).isEqualTo(Action.END);
    }

    @Test
    void aFailureThatComesTooLateChangesNothing() {
        step(0, AGREED);
        State resting = state;
        step(10, REFUSED);
        step(10, new Input.Collided(1));

        assertThat(state).isEqualTo(resting);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutTermsItIsOffAndStaysSo(boolean ours) {
        step(0, new Input.Agreed(new SessionTerms(90, ours)));
        step(10, new Input.Agreed(null));
        assertThat(state).isEqualTo(SessionTimer.OFF);

        assertThat(step(1000, DUE)).isEqualTo(Action.NONE);
        assertThat(step(1000, REFUSED)).isEqualTo(Action.NONE);
        assertThat(step(1000, new Input.Collided(1))).isEqualTo(Action.NONE);
        assertThat(state).isEqualTo(SessionTimer.OFF);
    }

    private Action step(double atSeconds, Input input) {
        Step step = SessionTimer.step(state, input, START + nanos(atSeconds));
        state = step.next();
        return step.action();
    }

    private State.On on() {
        return (State.On) state;
    }

    private double due() {
        return (on().dueNanos() - START) / 1e9;
    }

    private double end() {
        return (on().endNanos() - START) / 1e9;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
