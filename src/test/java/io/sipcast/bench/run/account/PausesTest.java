package io.sipcast.bench.run.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final List<String> LOG =
            List.of(
                    "[1000ns] Safepoint \"ICBufferFull\", Time since last: 5 ns, Reaching safepoint: 1"
                            + " ns, At safepoint: 2 ns, Leaving safepoint: 1000000 ns, Total: 9000000 ns,"
                            + " Threads: 0 runnable, 10 total",
                    "[2000ns] GC(3) Pause Young (Normal) 20M->2M(16M) 10.742ms",
                    "[3000ns] Safepoint \"G1CollectForAllocation\", Time since last: 5 ns, Reaching"
                            + " safepoint: 1 ns, At safepoint: 2 ns, Leaving safepoint: 500000 ns, Total:"
                            + " 4500000 ns, Threads: 0 runnable, 10 total",
                    "[4000ns] Safepoint \"Cleanup\", Time since last: 5 ns, Reaching safepoint: 1 ns,"
                            + " Cleanup: 1 ns, At safepoint: 2 ns, Total:  250000 ns",
                    "something else");

    @Test
    void addsThePausesOfATime() {
        assertThat(Pauses.within(LOG, 2000, 4000)).isEqualTo(new Pauses(2, 4.0, 4.25));
        assertThat(Pauses.within(LOG, 0, 4000)).isEqualTo(new Pauses(3, 8.0, 12.25));
    }

    @Test
    void hasNoneWhereNothingWasLogged() {
        assertThat(Pauses.within(LOG, 5000, 9000)).isEqualTo(new Pauses(0, 0, 0));
    }
}
