package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortPoolTest {
    private static final long SECOND = 1_000_000_000L;

    private final PortPool pool =
            new PortPool(10_000, 10_004, Duration.ofSeconds(5), new SplittableRandom(1));

    @Test
    void givesEvenPortsUntilNoneIsLeftAndSaysSo() throws Exception {
        assertThat(new int[] {pool.take(0), pool.take(0), pool.take(0)})
                .containsExactlyInAnyOrder(10_000, 10_002, 10_004);

        assertThatExceptionOfType(NoRtpPortException.class)
                .isThrownBy(() -> pool.take(0))
                .withMessageContaining("all 3 RTP port pairs of rtp.ports 10000-10004");
    }

    @Test
    void aPortRestsBeforeItIsTakenAgain() throws Exception {
        int port = pool.take(0);
        pool.take(0);
        pool.take(0);
        pool.giveBack(port, 10 * SECOND);

        assertThatExceptionOfType(NoRtpPortException.class)
                .isThrownBy(() -> pool.take(15 * SECOND - 1))
                .withMessageContaining("1 rest");
        assertThat(pool.take(15 * SECOND)).isEqualTo(port);
    }

    @Test
    void restsByMonotonicTimeThatMayBeNegativeOrWrap() throws Exception {
        long now = Long.MAX_VALUE - SECOND;
        int port = pool.take(now);
        pool.take(now);
        pool.take(now);
        pool.giveBack(port, now);

        assertThatExceptionOfType(NoRtpPortException.class)
                .isThrownBy(() -> pool.take(now + 2 * SECOND));
        assertThat(pool.take(now + 6 * SECOND)).isEqualTo(port);
    }

    @Test
    void theOneUsedLeastRecentlyComesFirst() throws Exception {
        int first = pool.take(0);
        int second = pool.take(0);
        pool.giveBack(second, 0);
        pool.giveBack(first, 1);

        assertThat(pool.take(60 * SECOND)).isNotIn(first, second);
        assertThat(pool.take(60 * SECOND)).isEqualTo(second);
        assertThat(pool.take(60 * SECOND)).isEqualTo(first);
    }

    @Test
    void twoGatewaysOnOneHostDoNotTryTheSamePortsInTheSameOrder() throws Exception {
        Set<Integer> ofOne = firstTwenty(1);
        Set<Integer> ofOther = firstTwenty(2);

        assertThat(ofOne).hasSize(20);
        assertThat(Collections.max(ofOne) - Collections.min(ofOne)).isGreaterThan(5_000);
        ofOther.retainAll(ofOne);
        assertThat(ofOther).hasSizeLessThan(3);
    }

    private static Set<Integer> firstTwenty(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        PortPool pool = new PortPool(10_000, 19_998, Duration.ZERO, random);
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ports.add(pool.take(0));
        }
        return ports;
    }

    @Test
    void countsWhatIsHeld() throws Exception {
        int port = pool.take(0);
        pool.take(0);
        assertThat(pool.inUse()).isEqualTo(2);

        pool.giveBack(port, 0);
        assertThat(pool.inUse()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10000", "10001", "9998", "10006"})
    void whatNobodyHoldsCannotBeGivenBack(int port) {
        assertThatIllegalStateException().isThrownBy(() -> pool.giveBack(port, 0));
    }

    @ParameterizedTest
    @CsvSource({"10001, 10001", "10002, 10000", "0, 1", "65536, 65540"})
    void aRangeNeedsAPair(int first, int last) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PortPool(first, last, Duration.ZERO, new SplittableRandom(1)));
    }

    @Test
    void noPortIsHeldTwiceWhateverTheThreads() throws Exception {
        PortPool shared = new PortPool(20_000, 20_062, Duration.ZERO, new SplittableRandom(1));
        Set<Integer> held = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var users =
                    IntStream.range(0, 16)
                            .mapToObj(_ ->
                                    threads.submit(() -> {
                                        useOften(shared, held);
                                        return true;
                                    }))
                            .toList();
            for (Future<Boolean> user : users) {
                assertThat(user.get()).isTrue();
            }
        }
        assertThat(shared.inUse()).isZero();
    }

    private static void useOften(PortPool shared, Set<Integer> held) throws Exception {
        for (int i = 0; i < 1000; i++) {
            int port = shared.take(0);
            assertThat(held.add(port)).isTrue();
            held.remove(port);
            shared.giveBack(port, 0);
        }
    }
}
