package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameRequestsTest {
    private static final long MILLIS = 1_000_000L;

    private final KeyFrameRequests requests = new KeyFrameRequests(2_000 * MILLIS, 0);
    private long atMillis;
    private long roundTripMillis = -1;
    private long lastAskMillis = -1_000;

    @Test
    void asksAtTheStartAndThenLessAndLessOften() {
        assertThat(asksUntil(10_000))
                .containsExactly(0L, 500L, 1_500L, 3_500L, 5_500L, 7_500L, 9_500L);
        assertThat(requests.ignored()).isTrue();
    }

    @Test
    void asksAgainWhenNoneCameForTheInterval() {
        asksUntil(100);
        requests.keyFrame(100 * MILLIS);
        asksUntil(1_160);
        requests.keyFrame(1_160 * MILLIS);

        assertThat(asksUntil(3_300)).containsExactly(3_260L);
        assertThat(requests.ignored()).isFalse();
    }

    /** Whether it hears at all is to be known before the first one is too old. */
    @Test
    void theSecondOneIsAskedForSoon() {
        asksUntil(100);
        requests.keyFrame(100 * MILLIS);

        assertThat(asksUntil(1_200)).containsExactly(1_150L);
        assertThat(requests.early()).isTrue();
        assertThat(asksUntil(2_400)).containsExactly(1_350L, 1_750L, 2_150L, 2_350L);
        assertThat(requests.early()).as("after the whole interval").isFalse();
    }

    @Test
    void oneThatIsNeededIsNotEarly() {
        asksUntil(100);
        requests.keyFrame(100 * MILLIS);
        asksUntil(1_200);
        requests.want();

        assertThat(requests.early()).isFalse();
    }

    @Test
    void asksAtOnceAfterALossButNotTooOften() {
        asksUntil(100);
        requests.keyFrame(100 * MILLIS);
        asksUntil(1_000);
        requests.want();
        assertThat(asksUntil(1_010)).containsExactly(1_000L);
        requests.keyFrame(1_010 * MILLIS);
        requests.want();

        assertThat(asksUntil(1_300)).containsExactly(1_200L);
    }

    @Test
    void asksNoMoreThanOnceInARoundTrip() {
        roundTripMillis = 600;
        for (int i = 0; i < 1_000; i++) {
            List<Long> asks = asksUntil(atMillis + 10);
            if (!asks.isEmpty()) {
                assertThat(asks.getFirst() - lastAskMillis).isGreaterThanOrEqualTo(600);
                lastAskMillis = asks.getFirst();
            }
            if (i % 3 == 0) {
                requests.keyFrame(atMillis * MILLIS);
            }
            requests.want();
        }
        assertThat(requests.asked()).isBetween(15L, 17L);
    }

    @Test
    void repeatsWhenTheAnswerShouldHaveCome() {
        roundTripMillis = 150;
        assertThat(asksUntil(7_000))
                .containsExactly(0L, 400L, 1_200L, 2_200L, 3_200L, 4_200L, 5_200L, 6_200L);
    }

    /**
     * An ingest wants a key frame within 4 s: what is lost on the way there and back is tried anew.
     */
    @Test
    void whoSentKeyFramesBeforeIsAskedOftenWhileTheNextOneCanBeInTime() {
        roundTripMillis = 50;
        asksUntil(10);
        requests.keyFrame(10 * MILLIS);
        requests.keyFrame(10 * MILLIS);

        assertThat(asksUntil(8_000))
                .containsExactly(
                        2_110L, 2_310L, 2_710L, 3_110L, 3_310L, 3_510L, 3_710L, 3_910L, 4_110L,
                        4_510L, 5_310L, 6_310L, 7_310L);
    }

    /** Reports may be seconds away; what the peer took for its last answer is known before. */
    @Test
    void itsLastAnswerTellsWhenTheNextOneIsLateWhileTheRoundTripIsUnknown() {
        asksUntil(90);
        requests.keyFrame(90 * MILLIS);
        asksUntil(1_000);
        requests.want();

        assertThat(asksUntil(2_500)).containsExactly(1_000L, 1_200L, 1_600L, 2_000L, 2_400L);
    }

    /** What was lost on the way there and back is not the peer's slowness. */
    @Test
    void anAnswerAfterManyAsksMakesTheNextOnesNoRarer() {
        asksUntil(8_000);
        requests.keyFrame(8_000 * MILLIS);
        asksUntil(9_000);
        requests.want();

        assertThat(asksUntil(10_300)).containsExactly(9_000L, 9_500L, 10_000L);
    }

    @Test
    void anAnswerThatWasDamagedOnItsWayIsAskedForAnewAtOnce() {
        assertThat(asksUntil(1_600)).containsExactly(0L, 500L, 1_500L);
        int command = requests.command();
        requests.damagedKeyFrame();

        assertThat(asksUntil(1_800)).containsExactly(1_700L);
        assertThat(requests.command()).isEqualTo(command + 1);
        assertThat(requests.ignored()).isFalse();
    }

    /** RFC 5104 §4.3.1.2: the number is for the command, but what it brought may be lost. */
    @Test
    void aRepetitionIsTheSameCommandForASecond() {
        roundTripMillis = 50;
        asksUntil(10);
        int first = requests.command();
        assertThat(asksUntil(900)).containsExactly(200L, 600L);
        assertThat(requests.command()).isEqualTo(first);
        assertThat(asksUntil(2_000)).containsExactly(1_400L);
        assertThat(requests.command()).isEqualTo(first + 1);

        requests.keyFrame(2_000 * MILLIS);
        requests.want();
        assertThat(asksUntil(2_010)).containsExactly(2_000L);
        assertThat(requests.command()).isEqualTo(first + 2);
    }

    @Test
    void aPeerIsIgnorantOnlyAfterSomeSeconds() {
        roundTripMillis = 0;
        asksUntil(3_000);
        assertThat(requests.asked()).isEqualTo(5);
        assertThat(requests.ignored()).isFalse();
        asksUntil(3_500);
        assertThat(requests.ignored()).isTrue();
        requests.keyFrame(3_500 * MILLIS);
        assertThat(requests.ignored()).isFalse();
    }

    private List<Long> asksUntil(long millis) {
        List<Long> asks = new ArrayList<>();
        for (; atMillis < millis; atMillis += 10) {
            long roundTrip = roundTripMillis < 0 ? -1 : roundTripMillis * MILLIS;
            if (requests.due(atMillis * MILLIS, roundTrip)) {
                asks.add(atMillis);
            }
        }
        return asks;
    }
}
