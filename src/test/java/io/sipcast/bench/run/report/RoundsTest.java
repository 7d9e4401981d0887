package io.sipcast.bench.run.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void medianIsTheMiddleOne() {
        assertThat(Medians.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Medians.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
        assertThat(Medians.of(List.of())).isNaN();
    }

    /** Everything took twice as long in the second round: its ratio is as good as the others'. */
    @Test
    void aSlowRoundDoesNotMoveTheRatio() {
        var rounds = new Rounds();
        rounds.add(0.010, 0.020);
        rounds.add(0.020, 0.040);
        rounds.add(0.011, 0.020);

        assertThat(rounds.ratio()).isEqualTo(0.5);
        assertThat(rounds.ratios()).hasSize(3);
        assertThat(rounds.ours()).isCloseTo(0.011, within(1e-9));
        assertThat(rounds.theirs()).isCloseTo(0.020, within(1e-9));
    }
}
