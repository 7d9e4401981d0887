package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sipcast.api.Problem;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who tries keys has to wait, longer and longer, and nobody else; in virtual time. */
class FailedKeysTest {
    private static final InetAddress MALLORY = InetAddress.ofLiteral("203.0.113.7");

    private long now = Long.MAX_VALUE - 5;
    private int tried;
    private final FailedKeys keys = new FailedKeys("API", () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void fail(InetAddress client, int times) {
        for (int i = 0; i < times; i++) {
            keys.wrong(client, "wrong-" + tried++);
        }
    }

    /** The Retry-After of a refusal; empty where there is none. */
    private String wait(InetAddress client) {
        try {
            keys.check(client);
            return "";
        } catch (Problem problem) {
            assertThat(problem.status()).isEqualTo(429);
            return String.valueOf(problem.headers().get("Retry-After"));
        }
    }

    @Test
    void someWrongKeysAreFree() {
        fail(MALLORY, FailedKeys.FREE - 1);

        assertThat(wait(MALLORY)).isEmpty();
        fail(MALLORY, 1);
        assertThat(wait(MALLORY)).isEqualTo("1");
        pass(Duration.ofMillis(999));
        assertThat(wait(MALLORY)).isEqualTo("1");
        pass(Duration.ofMillis(1));
        assertThat(wait(MALLORY)).isEmpty();
    }

    @Test
    void eachFurtherOneDoublesThePause() {
        fail(MALLORY, FailedKeys.FREE);
        for (int pause : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            assertThat(wait(MALLORY)).isEqualTo(Integer.toString(pause));
            pass(Duration.ofSeconds(pause));
            assertThat(wait(MALLORY)).isEmpty();
            fail(MALLORY, 1);
        }
    }

    @Test
    void isForgottenAfterAWhile() {
        fail(MALLORY, FailedKeys.FREE + 5);

        pass(FailedKeys.FORGOTTEN);
        fail(MALLORY, 1);

        assertThat(wait(MALLORY)).isEmpty();
        assertThat(keys.size()).isEqualTo(1);
    }

    @Test
    void theSameWrongKeyAgainIsAProgramThatHasAnOldOne() {
        for (int i = 0; i < 100; i++) {
            keys.wrong(MALLORY, "the old key");
            pass(Duration.ofSeconds(15));
        }
        assertThat(wait(MALLORY)).isEmpty();
        assertThat(keys.wrong()).isEqualTo(100);
    }

    /** The hash of a string is easily met by another one. */
    @Test
    void anotherKeyIsAnotherWhateverItsHashCode() {
        for (String key : new String[] {"AaAa", "BBBB", "AaBB", "BBAa", "AaAa"}) {
            keys.wrong(MALLORY, key);
        }
        assertThat(wait(MALLORY)).isEqualTo("1");
    }

    @Test
    void othersDoNotWait() {
        fail(MALLORY, 2 * FailedKeys.FREE);

        assertThat(wait(InetAddress.ofLiteral("203.0.113.8"))).isEmpty();
        assertThat(wait(InetAddress.ofLiteral("2001:db8::7"))).isEmpty();
    }

    @Test
    void whoHasOneAddressOfAnIpv6NetworkHasThemAll() {
        for (int i = 0; i < FailedKeys.FREE; i++) {
            fail(InetAddress.ofLiteral("2001:db8:0:1::" + i), 1);
        }

        assertThat(wait(InetAddress.ofLiteral("2001:db8:0:1:ffff::1"))).isEqualTo("1");
        assertThat(wait(InetAddress.ofLiteral("2001:db8:0:2::1"))).isEmpty();
        assertThat(keys.size()).isEqualTo(1);
    }

    @Test
    void remembersNoMoreThanSomeAndForgetsTheOldest() throws Exception {
        fail(MALLORY, FailedKeys.FREE);
        for (int i = 0; i < FailedKeys.MOST + 100; i++) {
            byte[] address = ByteBuffer.allocate(4).putInt(0x0A000000 + i).array();
            fail(InetAddress.getByAddress(address), 1);
            assertThat(keys.size()).isLessThanOrEqualTo(FailedKeys.MOST);
        }
        assertThat(wait(MALLORY)).isEmpty();
    }

    @Test
    void manyClientsAndAnyTimes() throws Exception {
        var random = new Random(429);
        for (int round = 0; round < 5_000; round++) {
            byte[] address = new byte[random.nextBoolean() ? 4 : 16];
            address[0] = 32;
            address[3] = (byte) random.nextInt(8);
            InetAddress client = InetAddress.getByAddress(address);
            String wait = wait(client);
            if (wait.isEmpty()) {
                fail(client, 1);
            } else {
                assertThat(Integer.parseInt(wait)).isBetween(1, 300);
            }
            pass(Duration.ofMillis(random.nextInt(20_000)));
        }
        assertThat(keys.size()).isLessThanOrEqualTo(16);
    }

    @Test
    void isCounted() {
        var registry = new SimpleMeterRegistry();
        var sessions = new Sessions(Duration.ofHours(1), new Random(1), () -> now);
        new HttpMetrics(sessions, keys, new FailedKeys("stream", () -> now)).bindTo(registry);
        sessions.open();
        fail(MALLORY, FailedKeys.FREE);
        assertThatThrownBy(() -> keys.check(MALLORY)).isInstanceOf(Problem.class);

        assertThat(registry.get("sipcast.http.sessions").gauge().value()).isEqualTo(1);
        assertThat(
                        registry.get("sipcast.http.keys.wrong")
                                .tag("of", "api")
                                .functionCounter()
                                .count())
                .isEqualTo(FailedKeys.FREE);
        assertThat(
                        registry.get("sipcast.http.keys.refused")
                                .tag("of", "api")
                                .functionCounter()
                                .count())
                .isEqualTo(1);
        assertThat(
                        registry.get("sipcast.http.keys.wrong")
                                .tag("of", "stream")
                                .functionCounter()
                                .count())
                .isZero();
    }
}
