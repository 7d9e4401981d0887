package io.sipcast.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SrvOrderTest {
    private static final int ROUNDS = 20_000;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void theLowestPriorityComesFirst() {
        Srv backup = new Srv(20, 100, 5060, "backup");
        Srv main = new Srv(10, 1, 5060, "main");
        Srv last = new Srv(65_535, 65_535, 5060, "last");

        for (int i = 0; i < 100; i++) {
            assertThat(SrvOrder.of(List.of(last, backup, main), random))
                    .containsExactly(main, backup, last);
        }
    }

    @Test
    void equalsShareByTheirWeights() {
        Srv small = new Srv(0, 1, 5060, "small");
        Srv middle = new Srv(0, 3, 5060, "middle");
        Srv large = new Srv(0, 6, 5060, "large");

        Map<Srv, Double> first = firstPlaces(List.of(large, small, middle));

        // RFC 2782 draws from 0 to the sum inclusively: the first of the list has one chance more
        assertThat(first.get(small)).isCloseTo(2 / 11.0, within(0.015));
        assertThat(first.get(middle)).isCloseTo(3 / 11.0, within(0.015));
        assertThat(first.get(large)).isCloseTo(6 / 11.0, within(0.015));
    }

    @Test
    void aWeightOfNoughtIsSeldomFirstButIsNotForgotten() {
        Srv none = new Srv(0, 0, 5060, "none");
        Srv some = new Srv(0, 99, 5060, "some");

        Map<Srv, Double> first = firstPlaces(List.of(some, none));

        assertThat(first.get(none)).isCloseTo(0.01, within(0.005));
        assertThat(SrvOrder.of(List.of(some, none), random)).containsExactlyInAnyOrder(none, some);
    }

    @Test
    void whereAllWeightsAreNoughtAllAreThere() {
        List<Srv> records = List.of(new Srv(0, 0, 1, "a"), new Srv(0, 0, 2, "b"));

        assertThat(SrvOrder.of(records, random)).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        List<Srv> records =
                List.of(new Srv(0, 5, 1, "a"), new Srv(0, 5, 2, "b"), new Srv(0, 5, 3, "c"));

        assertThat(SrvOrder.of(records, new SplittableRandom(3)))
                .isEqualTo(SrvOrder.of(records, new SplittableRandom(3)));
    }

    private Map<Srv, Double> firstPlaces(List<Srv> records) {
        Map<Srv, Double> share = new HashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            share.merge(SrvOrder.of(records, random).getFirst(), 1.0 / ROUNDS, Double::sum);
        }
        return share;
    }
}
