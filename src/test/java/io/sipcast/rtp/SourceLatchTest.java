package io.sipcast.rtp;

import static io.sipcast.rtp.SourceLatch.Verdict.ACCEPTED;
import static io.sipcast.rtp.SourceLatch.Verdict.IGNORED;
import static io.sipcast.rtp.SourceLatch.Verdict.LATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.SourceLatch.Verdict;
import org.junit.jupiter.api.Test;

class SourceLatchTest {
    private static final long SECOND = 1_000_000_000;

    private static final RtpSource DESCRIBED = new RtpSource("192.0.2.1", 4000);
    private static final RtpSource NAT = new RtpSource("198.51.100.7", 61234);
    private static final RtpSource NAT_AGAIN = new RtpSource("198.51.100.7", 61999);
    private static final RtpSource ATTACKER = new RtpSource("203.0.113.66", 4000);

    private final SourceLatch latch = new SourceLatch(DESCRIBED, 0);

    @Test
    void takesTheDescribedSource() {
        assertThat(latch.target()).isEqualTo(DESCRIBED);
        assertThat(latch.latched()).isNull();
        assertThat(at(60, DESCRIBED)).isEqualTo(LATCHED);
        assertThat(at(60, DESCRIBED)).isEqualTo(ACCEPTED);
        assertThat(latch.settled(60 * SECOND)).isTrue();
        assertThat(at(60, ATTACKER)).isEqualTo(IGNORED);
        assertThat(at(60, DESCRIBED)).isEqualTo(ACCEPTED);
        assertThat(latch.ignored()).isEqualTo(1);
    }

    @Test
    void takesTheFirstSourceOfTheFirstMoments() {
        assertThat(at(1, NAT)).isEqualTo(LATCHED);
        assertThat(latch.target()).isEqualTo(NAT);
        assertThat(at(2, ATTACKER)).isEqualTo(IGNORED);
        assertThat(at(3, NAT)).isEqualTo(ACCEPTED);
        assertThat(at(4, DESCRIBED)).as("too late to contest").isEqualTo(IGNORED);
    }

    @Test
    void theDescribedSourceDisplacesAGuessWithinMoments() {
        assertThat(at(1, ATTACKER)).isEqualTo(LATCHED);
        assertThat(latch.settled(1 * SECOND)).isFalse();
        assertThat(at(2, DESCRIBED)).isEqualTo(LATCHED);
        assertThat(at(2, ATTACKER)).isEqualTo(IGNORED);
        assertThat(latch.settled(2 * SECOND)).isTrue();
    }

    @Test
    void laterOnlyKnownHostsMayBeFirst() {
        assertThat(at(30, ATTACKER)).isEqualTo(IGNORED);
        assertThat(at(30, NAT)).isEqualTo(IGNORED);
        latch.trust(NAT.host());
        assertThat(at(31, NAT)).isEqualTo(LATCHED);

        SourceLatch other = new SourceLatch(DESCRIBED, 0);
        RtpSource otherPort = new RtpSource(DESCRIBED.host(), 4444);
        assertThat(other.judge(otherPort, 31 * SECOND)).isEqualTo(LATCHED);
    }

    @Test
    void anotherPortOfTheHostOnlyAfterSilence() {
        at(1, NAT);
        at(2, NAT);
        assertThat(at(6, NAT_AGAIN)).isEqualTo(IGNORED);
        assertThat(latch.settled(6 * SECOND)).isTrue();
        assertThat(latch.settled(7 * SECOND)).as("listens to all again").isFalse();
        assertThat(at(7, ATTACKER)).as("of another host").isEqualTo(IGNORED);
        assertThat(at(7, NAT_AGAIN)).isEqualTo(LATCHED);
        assertThat(at(8, NAT)).isEqualTo(IGNORED);
    }

    @Test
    void theDescribedSourceAfterSilence() {
        at(1, NAT);
        assertThat(at(5, DESCRIBED)).isEqualTo(IGNORED);
        assertThat(at(6, DESCRIBED)).isEqualTo(LATCHED);
    }

    @Test
    void aNewDescriptionStartsOver() {
        RtpSource moved = new RtpSource("192.0.2.99", 5000);
        at(1, DESCRIBED);
        latch.describe(moved, 100 * SECOND);
        assertThat(latch.target()).isEqualTo(moved);
        assertThat(latch.settled(100 * SECOND)).isFalse();
        assertThat(at(101, DESCRIBED)).as("still on its way").isEqualTo(ACCEPTED);
        assertThat(at(101, moved)).isEqualTo(LATCHED);
        assertThat(at(101, DESCRIBED)).isEqualTo(IGNORED);
    }

    @Test
    void theSameDescriptionChangesNothing() {
        at(1, NAT);
        latch.describe(new RtpSource("192.0.2.1", 4000), 100 * SECOND);
        assertThat(at(100, NAT)).isEqualTo(ACCEPTED);
        assertThat(at(100, ATTACKER)).isEqualTo(IGNORED);
        assertThat(latch.target()).isEqualTo(NAT);
    }

    @Test
    void aNewDescriptionThatMovesNothingEndsWithTheOldSource() {
        at(1, NAT);
        latch.describe(new RtpSource("10.0.0.9", 5000), 100 * SECOND);
        at(129, NAT);
        assertThat(latch.settled(129 * SECOND)).isFalse();
        at(130, NAT);
        assertThat(latch.settled(130 * SECOND)).isTrue();
        assertThat(latch.target()).isEqualTo(NAT);
        assertThat(at(131, ATTACKER)).isEqualTo(IGNORED);
    }

    @Test
    void printsAsAddressesAreWritten() {
        assertThat(DESCRIBED).hasToString("192.0.2.1:4000");
        assertThat(new RtpSource("2001:db8:0:0:0:0:0:1", 5))
                .hasToString("[2001:db8:0:0:0:0:0:1]:5");
    }

    private Verdict at(long second, RtpSource from) {
        boolean admitted = latch.admits(from, second * SECOND);
        Verdict verdict = latch.judge(from, second * SECOND);
        assertThat(admitted).isEqualTo(verdict != IGNORED);
        return verdict;
    }
}
