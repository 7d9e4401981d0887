package io.sipcast.sip.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetHealthTest {
    private static final Target A = target(1);
    private static final Target B = target(2);
    private static final Target C = target(3);
    private static final Failure.Rejected BUSY = new Failure.Rejected(503, "Busy");

    private final TargetHealth health = new TargetHealth();

    @Test
    void theOrderStaysWhileAllAnswer() {
        assertThat(health.order(List.of(B, A, C), 0)).containsExactly(B, A, C);
    }

    @Test
    void whoWasSilentComesLastUntilItsTimeIsOver() {
        health.silent(A, 0);

        assertThat(health.order(List.of(A, B, C), seconds(29))).containsExactly(B, C, A);
        assertThat(health.order(List.of(A, B, C), seconds(30))).containsExactly(A, B, C);
    }

    @Test
    void whoIsHeardOfIsWellAgain() {
        health.silent(A, 0);
        health.heard(A);

        assertThat(health.order(List.of(A, B), seconds(1))).containsExactly(A, B);
    }

    @Test
    void anotherTransportIsAnotherTarget() {
        Target tcp = A.over(Transport.TCP);
        health.silent(tcp, 0);

        assertThat(health.order(List.of(tcp, A), 1)).containsExactly(A, tcp);
    }

    @Test
    void aPauseIsKept() {
        health.pause(A, 20, BUSY, 0);

        assertThat(health.pausedBy(A, seconds(20) - 1)).isEqualTo(BUSY);
        assertThat(health.pausedBy(A, seconds(20))).isNull();
        assertThat(health.pausedBy(B, 0)).isNull();
    }

    @Test
    void nobodyIsLeftAloneForMoreThanFiveMinutes() {
        health.pause(A, 0xFFFF_FFFFL, BUSY, 0);

        assertThat(health.pausedBy(A, seconds(299))).isEqualTo(BUSY);
        assertThat(health.pausedBy(A, seconds(300))).isNull();
    }

    @Test
    void theClockMayPassItsEnd() {
        long now = Long.MAX_VALUE - 1;
        health.silent(A, now);
        health.pause(A, 20, BUSY, now);

        assertThat(health.order(List.of(A, B), now + seconds(1))).containsExactly(B, A);
        assertThat(health.pausedBy(A, now + seconds(19))).isEqualTo(BUSY);
        assertThat(health.pausedBy(A, now + seconds(20))).isNull();
    }

    @Test
    void itsMemoryIsBounded() {
        for (int i = 1; i < 5000; i++) {
            health.silent(target(i), 0);
            health.pause(target(i), 10, BUSY, 0);
        }

        assertThat(health.size()).isEqualTo(2000);
        assertThat(health.order(List.of(target(4999), A), 1)).containsExactly(A, target(4999));
    }

    private static Target target(int n) {
        return new Target(Transport.UDP, new IpAddress(false, 0, n), 5060);
    }

    private static long seconds(long n) {
        return Duration.ofSeconds(n).toNanos();
    }
}
