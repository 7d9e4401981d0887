package io.sipcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Knee;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import io.sipcast.bench.run.report.Readings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final Memory IDLE = new Memory(200_000, 190_000);

    @Test
    void stepsWidenAtFirst() {
        assertThat(Growth.steps(420)).containsExactly(1, 10, 50, 100, 150, 200, 300, 400);
        assertThat(Growth.steps(5)).containsExactly(1);
    }

    @Test
    void figuresAreThoseOf200Calls() {
        Outcome outcome = outcome(Readings.good(10), Readings.good(100), Readings.good(200));

        // 200 calls would take 1.6 cores: that step is past the knee
        assertThat(value(outcome, "g.knee")).isEqualTo(100);
        assertThat(value(outcome, "g.growth")).isCloseTo(1, within(1e-9));
        assertThat(value(outcome, "g.memory")).isCloseTo(500, within(1e-9));
        assertThat(value(outcome, "g.delay")).isEqualTo(3);
        assertThat(value(outcome, "g.pause")).isEqualTo(1);
        assertThat(value(outcome, "g.heap")).isEqualTo(21);
        assertThat(outcome.figure("g.memory").orElseThrow().what()).contains("100 calls");
        assertThat(outcome.notes()).containsExactly("knee at 200 calls: 1.60 of the core taken");
        assertThat(outcome.readings()).hasSize(3);
    }

    @Test
    void hasNoFiguresButTheKneeWhereNothingWentWell() {
        Outcome outcome = outcome();

        assertThat(outcome.figures()).extracting(Figure::id).containsExactly("g.knee");
    }

    private static Outcome outcome(Reading... steps) {
        return new GrowthFigures(
                        "g",
                        IDLE,
                        List.of(steps),
                        Map.of(10, 20.0, 100, 21.0, 200, 22.0),
                        Knee.SOUND_MILLIS)
                .outcome("Growth");
    }

    private static double value(Outcome outcome, String id) {
        return outcome.figure(id).orElseThrow().ours();
    }
}
