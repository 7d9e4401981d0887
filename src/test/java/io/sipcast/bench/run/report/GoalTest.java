package io.sipcast.bench.run.report;

import static io.sipcast.bench.run.report.Goal.Verdict.MET;
import static io.sipcast.bench.run.report.Goal.Verdict.MISSED;
import static io.sipcast.bench.run.report.Goal.Verdict.STRETCH;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void judgesTheRatioWhereThereIsOne() {
        assertThat(verdict(ratio("audio.cpu.ffmpeg", 0.35))).isEqualTo(STRETCH);
        assertThat(verdict(ratio("audio.cpu.ffmpeg", 0.45))).isEqualTo(MET);
        assertThat(verdict(ratio("audio.cpu.ffmpeg", 0.46))).isEqualTo(MISSED);
    }

    @Test
    void judgesTheValueElsewhere() {
        assertThat(verdict(Figure.of("growth-audio.knee", "calls", "", 230))).isEqualTo(STRETCH);
        assertThat(verdict(Figure.of("growth-audio.knee", "calls", "", 150))).isEqualTo(MET);
        assertThat(verdict(Figure.of("growth-audio.knee", "calls", "", 149))).isEqualTo(MISSED);
        assertThat(verdict(Figure.of("start.ready", "start", "s", 0.7))).isEqualTo(MET);
    }

    @Test
    void whatIsNotKnownHasMissed() {
        assertThat(verdict(ratio("viewers.cpu", Double.NaN))).isEqualTo(MISSED);
    }

    @Test
    void mostFiguresHaveNone() {
        assertThat(Goal.of(Figure.of("audio.memory", "memory", "MB", 1))).isEmpty();
    }

    private static Figure ratio(String id, double ratio) {
        return new Figure(id, "cores", "", 0.01, new Figure.Rival("other", 0.02, ratio));
    }

    private static Goal.Verdict verdict(Figure figure) {
        return Goal.of(figure).orElseThrow().judge(figure);
    }
}
