package io.sipcast.peer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BeepsTest {
    @Test
    void allAreThere() {
        Beeps beeps = Beeps.at(List.of(0.5, 1.53, 2.5));

        assertThatCode(beeps::areAll).doesNotThrowAnyException();
        assertThatCode(beeps::areNearlyAll).doesNotThrowAnyException();
    }

    @Test
    void oneMayBeMissingButNotTwo() {
        Beeps one = Beeps.at(List.of(0.5, 1.5, 3.5, 4.5));
        Beeps two = Beeps.at(List.of(0.5, 1.5, 4.5, 5.5));
        Beeps twoApart = Beeps.at(List.of(0.5, 2.5, 4.5, 5.5));

        assertThatThrownBy(one::areAll).hasMessageContaining("is missing");
        assertThatCode(one::areNearlyAll).doesNotThrowAnyException();
        assertThatThrownBy(two::areNearlyAll).hasMessageContaining("too many are missing");
        assertThatThrownBy(twoApart::areNearlyAll).hasMessageContaining("too many are missing");
        assertThatCode(two::areInPlace).doesNotThrowAnyException();
    }

    @Test
    void ofManyOneInTenMayBeMissing() {
        List<Double> times =
                IntStream.range(0, 31).filter(i -> i % 10 != 5).mapToObj(i -> i + 0.2).toList();

        assertThatCode(Beeps.at(times)::areNearlyAll).doesNotThrowAnyException();
        List<Double> fewer = times.stream().filter(at -> at < 8 || at > 9).toList();
        assertThatThrownBy(Beeps.at(fewer)::areNearlyAll).hasMessageContaining("too many");
    }

    @Test
    void noneMayMove() {
        for (double moved : new double[] {1.0, 1.45, 1.55, 2.0, 0.51}) {
            Beeps beeps = Beeps.at(Stream.of(0.5, moved, 2.5, 3.5).toList());
            assertThatThrownBy(beeps::areInPlace).hasMessageContaining("one has moved");
            assertThatThrownBy(beeps::areNearlyAll).hasMessageContaining("one has moved");
        }
        assertThatCode(Beeps.at(List.of(0.5, 1.55)).within(0.06)::areAll)
                .doesNotThrowAnyException();
    }

    @Test
    void oneAloneTellsNothing() {
        assertThatThrownBy(Beeps.at(List.of(0.5))::areAll).hasMessageContaining("too few");
        assertThatThrownBy(Beeps.at(List.of(0.5))::areNearlyAll).hasMessageContaining("too few");
    }
}
