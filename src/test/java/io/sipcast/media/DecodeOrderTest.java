package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DecodeOrderTest {
    private static final long MILLIS = 1_000_000L;

    private final DecodeOrder order = new DecodeOrder();

    @Test
    void withoutReorderingBothTimesAreOne() {
        for (long at = 0; at < 1000; at += 40) {
            order.place(at * MILLIS);
            assertThat(order.dtsNanos()).isEqualTo(at * MILLIS);
            assertThat(order.ptsNanos()).isEqualTo(at * MILLIS);
        }
    }

    static final List<int[]> PATTERNS =
            List.of(new int[] {2, 1}, new int[] {3, 1, 2}, new int[] {4, 2, 1, 3});

    @ParameterizedTest
    @FieldSource("PATTERNS")
    void reorderedPicturesAreDecodedBeforeTheyAreShown(int[] pattern) {
        long last = -1;
        for (int group = 0; group < 20; group++) {
            for (int shown : pattern) {
                long at = ((long) group * pattern.length + shown) * 40 * MILLIS;
                order.place(at);
                assertThat(order.dtsNanos()).isGreaterThan(last);
                assertThat(order.ptsNanos()).isGreaterThanOrEqualTo(order.dtsNanos());
                if (group > 2) {
                    assertThat(order.ptsNanos()).isEqualTo(at);
                }
                last = order.dtsNanos();
            }
        }
    }

    @Test
    void nothingStepsBackAfterAJump() {
        order.place(10_000 * MILLIS);
        order.place(2_000 * MILLIS);
        assertThat(order.dtsNanos()).isEqualTo(10_001 * MILLIS);
        order.place(12_000 * MILLIS);
        assertThat(order.dtsNanos()).isEqualTo(12_000 * MILLIS);
    }

    /** With a declared depth no picture loses its place, whatever the distances are. */
    @Test
    void aDeclaredDepthKeepsEveryPlaceAtAChangingRate() {
        order.declare(2);
        long base = 3_000;
        order.place(base * MILLIS);
        long last = order.dtsNanos();
        for (int group = 0; group < 40; group++) {
            long step = group < 20 ? 40 : 120;
            for (int shown : new int[] {4, 2, 1, 3}) {
                long at = (base + shown * step) * MILLIS;
                order.place(at);
                assertThat(order.ptsNanos()).isEqualTo(at);
                assertThat(order.dtsNanos()).isGreaterThan(last).isLessThanOrEqualTo(at);
                last = order.dtsNanos();
            }
            base += 4 * step;
        }
    }
}
