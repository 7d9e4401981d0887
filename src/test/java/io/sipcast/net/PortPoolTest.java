package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortPoolTest {
    private static final long SECOND = 1_000_000_000L;

    private final PortPool pool = new PortPool(10_000, 10_004, Duration.ofSeconds(5));

    @Test
    void givesEvenPortsUntilNoneIsLeftAndSaysSo() throws Exception {
        assertThat(new int[] {pool.take(0), pool.take(0), pool.take(0)})
                .containsExactly(10_000, 10_002, 10_004);

        assertThatExceptionOfType(PortsExhaustedException.class)
                .isThrownBy(() -> pool.take(0))
                .withMessageContaining("all 3 RTP port pairs of rtp.ports 10000-10004");
    }

    @Test
    void aPortRestsBeforeItIsTakenAgain() throws Exception {
        int port = pool.take(0);
        pool.take(0);
        pool.take(0);
        pool.giveBack(port, 10 * SECOND);

        assertThatExceptionOfType(PortsExhaustedException.class)
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

        assertThatExceptionOfType(PortsExhaustedException.class)
                .isThrownBy(() -> pool.take(now + 2 * SECOND));
        assertThat(pool.take(now + 6 * SECOND)).isEqualTo(port);
    }

    @Test
    void theOneUsedLeastRecentlyComesFirst() throws Exception {
        int first = pool.take(0);
        int second = pool.take(0);
        pool.giveBack(second, 0);
        pool.giveBack(first, 1);

        assertThat(pool.take(60 * SECOND)).isEqualTo(10_004);
        assertThat(pool.take(60 * SECOND)).isEqualTo(second);
        assertThat(pool.take(60 * SECOND)).isEqualTo(first);
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
                .isThrownBy(() -> new PortPool(first, last, Duration.ZERO));
    }

    @Test
    void noPortIsHeldTwiceWhateverTheThreads() throws Exception {
        PortPool shared = new PortPool(20_000, 20_062, Duration.ZERO);
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
