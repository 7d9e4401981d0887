package io.sipcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Settings SETTINGS =
            new Settings(
                    5,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    1,
                    10,
                    10,
                    List.of("false"),
                    Path.of("target", "bench"));

    @Test
    void hasAScenarioForEachName() {
        assertThat(flat(Plan.NAMES)).containsExactlyInAnyOrderElementsOf(Plan.NAMES);
        assertThat(flat(List.of())).containsExactlyElementsOf(Plan.USUAL);
    }

    private static List<String> flat(List<String> wanted) {
        return plan(wanted).names().stream().flatMap(List::stream).toList();
    }

    @Test
    void variantsShareTheirPlainCalls() {
        assertThat(plan(List.of("srtp", "audio", "slate")).names())
                .containsExactly(List.of("audio"), List.of("slate", "srtp"));
    }

    @Test
    void callsWithPicturesShareTheirGateway() {
        assertThat(plan(List.of("av720", "start", "av360")).names())
                .containsExactly(List.of("av360", "av720"), List.of("start"));
        assertThat(plan(List.of("av720")).names()).containsExactly(List.of("av720"));
    }

    @Test
    void refusesNamesThatThereAreNot() {
        assertThatThrownBy(() -> plan(List.of("audio", "vidoe")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no scenario \"vidoe\", but: audio, av360");
    }

    @Test
    void looksAtStreamsFromTheFirstToTheLast() {
        List<Flow> flows =
                IntStream.range(0, 50).mapToObj(i -> new Flow("c" + i, "s" + i)).toList();

        assertThat(Inspector.spread(flows, 3))
                .extracting(Flow::name)
                .containsExactly("s0", "s24", "s49");
        assertThat(Inspector.spread(flows.subList(0, 2), 3)).hasSize(2);
    }

    private static Plan plan(List<String> wanted) {
        return Plan.of(wanted, SETTINGS, Duration.ofMinutes(1));
    }
}
