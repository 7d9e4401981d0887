package io.sipcast.sip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session is refreshed, and when it is over because it was not: the timer of RFC 4028. Pure.
 *
 * <pre>
 *            the peer refreshes
 * OFF ──┬──► WATCHING ──────────────────────┐
 *       │    we do                          ├─► END: BYE
 *       └──► RESTING ──half──► REFRESHING ──┤
 *               ▲   refused, 491   │        │
 *               ├──────────────────┘        │
 *               └───────────────────────────┘
 * </pre>
 *
 * <p>Every refresh that is agreed on, of either side, begins anew. One that was refused is tried
 * again after half of the time that is left.
 */
final class SessionTimer {
    sealed interface State {
        /** No interval was agreed on: the session lasts until BYE. */
        record Off() implements State {}

        /** The session ends, a little before its interval does. */
        sealed interface On extends State {
            SessionTerms terms();

            long endNanos();

            /** When {@link Input.Due} is to be told. */
            long dueNanos();
        }

        /** The peer refreshes. */
        record Watching(SessionTerms terms, long endNanos) implements On {
            @Override
            public long dueNanos() {
                return endNanos;
            }
        }

        /** We refresh, when that is due. */
        record Resting(SessionTerms terms, long dueNanos, long endNanos) implements On {}

        /** Our refresh is under way. */
        record Refreshing(SessionTerms terms, long endNanos) implements On {
            @Override
            public long dueNanos() {
                return endNanos;
            }
        }
    }

    sealed interface Input {
        /** A 2xx went either way, with these terms or without any. */
        record Agreed(@Nullable SessionTerms terms) implements Input {}

        /** It is time. */
        record Due() implements Input {}

        /** Our refresh has failed, though the peer is there. */
        record Refused() implements Input {}

        /** Our refresh met a request of the peer: 491. */
        record Collided(long pauseNanos) implements Input {}
    }

    enum Action {
        NONE,
        REFRESH,
        /** The session was not refreshed in time: BYE. */
        END
    }

    record Step(State next, Action action) {}

    static final State OFF = new State.Off();

    private static final long SHORTEST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(32);

    private SessionTimer() {}

    static Step step(State state, Input input, long nowNanos) {
        if (input instanceof Input.Agreed(var terms)) {
            return new Step(begin(terms, nowNanos), Action.NONE);
        }
        return state instanceof State.On on ? step(on, input, nowNanos) : stay(state);
    }

    private static Step step(State.On state, Input input, long nowNanos) {
        return switch (input) {
            case Input.Agreed(var terms) -> new Step(begin(terms, nowNanos), Action.NONE);
            case Input.Due _ -> due(state, nowNanos);
            case Input.Refused _ -> again(state, nowNanos, pauseNanos(state, nowNanos));
            case Input.Collided(long pauseNanos) -> again(state, nowNanos, pauseNanos);
        };
    }

    private static State begin(@Nullable SessionTerms terms, long nowNanos) {
        if (terms == null) {
            return OFF;
        }
        Duration interval = Duration.ofSeconds(terms.seconds());
        long endNanos = nowNanos + interval.minus(margin(interval)).toNanos();
        return terms.ours()
                ? new State.Resting(terms, nowNanos + interval.dividedBy(2).toNanos(), endNanos)
                : new State.Watching(terms, endNanos);
    }

    /** How long before its end a session is given up: 32 s or a third, the shorter one (§10). */
    private static Duration margin(Duration interval) {
        Duration third = interval.dividedBy(3);
        return third.compareTo(LONGEST_MARGIN) < 0 ? third : LONGEST_MARGIN;
    }

    private static Step due(State.On state, long nowNanos) {
        if (nowNanos - state.endNanos() >= 0) {
            return new Step(OFF, Action.END);
        }
        if (nowNanos - state.dueNanos() < 0) {
            return stay(state);
        }
        State refreshing = new State.Refreshing(state.terms(), state.endNanos());
        return new Step(refreshing, Action.REFRESH);
    }

    private static long pauseNanos(State.On state, long nowNanos) {
        return Math.max((state.endNanos() - nowNanos) / 2, SHORTEST_PAUSE_NANOS);
    }

    private static Step again(State.On state, long nowNanos, long pauseNanos) {
        if (!(state instanceof State.Refreshing)) {
            return stay(state);
        }
        long pause = Math.min(pauseNanos, state.endNanos() - nowNanos);
        State resting = new State.Resting(state.terms(), nowNanos + pause, state.endNanos());
        return new Step(resting, Action.NONE);
    }

    private static Step stay(State state) {
        return new Step(state, Action.NONE);
    }
}
