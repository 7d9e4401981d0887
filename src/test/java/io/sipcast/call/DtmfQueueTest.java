package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.call.DtmfQueue.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in virtual time, a tick each 10 ms; answers and presses last as long as a test says. */
class DtmfQueueTest {
    private static final long MILLIS = 1_000_000L;

    private final DtmfQueue queue =
            new DtmfQueue(
                    new DtmfTiming(
                            Duration.ofMillis(500),
                            Duration.ofMillis(160),
                            Duration.ofMillis(100)));
    private final List<String> log = new ArrayList<>();
    private boolean byRtp = true;
    private int answer = 200;
    private long answerAfterMillis = 30;
    private long answerAtMillis = Long.MAX_VALUE;
    private long now;

    @Test
    void keysWaitForTheAnswerAndForTheCalleeToHearUs() {
        add("1#", DtmfType.RFC2833);
        run(3_000);
        assertThat(log).isEmpty();
        queue.open(now * MILLIS);
        run(5_000);

        assertThat(log).containsExactly("3500 press 1", "3770 press #");
    }

    @Test
    void theNextIsPressedAPauseAfterTheLastWasLetGo() {
        opened();
        add("123", DtmfType.RFC2833);
        run(2_000);

        // let go 170 ms later: a press begins with the next packet
        assertThat(log).containsExactly("500 press 1", "770 press 2", "1040 press 3");
    }

    @ParameterizedTest
    @CsvSource({"w", "W", "','"})
    void aPauseIsHalfASecond(String pause) {
        opened();
        add("1" + pause + pause + "2" + pause, DtmfType.RFC2833);
        add("3", DtmfType.RFC2833);
        run(5_000);

        assertThat(log).containsExactly("500 press 1", "1770 press 2", "2540 press 3");
    }

    @Test
    void aPauseAtTheStartIsAfterTheDelay() {
        opened();
        add(",,9", DtmfType.RFC2833);
        run(3_000);

        assertThat(log).containsExactly("1500 press 9");
    }

    @Test
    void aPauseThatBeginsLateIsNoShorter() {
        opened();
        run(10_000);
        add("w1", DtmfType.RFC2833);
        run(11_000);

        assertThat(log).containsExactly("10500 press 1");
    }

    @Test
    void infoWaitsForItsAnswer() {
        opened();
        answerAfterMillis = 700;
        add("12", DtmfType.INFO);
        run(3_000);

        assertThat(log).containsExactly("500 application/dtmf 1", "1200 application/dtmf 2");
    }

    @Test
    void infoThatIsAnsweredAtOnceStillTakesTheTimeOfItsKey() {
        opened();
        add("1D", DtmfType.INFO_RELAY);
        run(3_000);

        assertThat(log)
                .containsExactly(
                        "500 application/dtmf-relay Signal=1|Duration=160|",
                        "760 application/dtmf-relay Signal=D|Duration=160|");
    }

    @Test
    void whoTakesNoKeysInRtpGetsThemByInfo() {
        opened();
        byRtp = false;
        add("5", DtmfType.RFC2833);
        run(1_000);
        byRtp = true;
        add("6", DtmfType.RFC2833);
        run(2_000);

        assertThat(log)
                .containsExactly(
                        "500 application/dtmf-relay Signal=5|Duration=160|", "1000 press 6");
    }

    @Test
    void whoDoesNotKnowTheRelayTypeGetsTheOther() {
        opened();
        byRtp = false;
        answer = 415;
        add("5", DtmfType.RFC2833);
        run(780);
        answer = 200;
        run(1_100);
        add("6", DtmfType.RFC2833);
        run(2_000);

        assertThat(log)
                .containsExactly(
                        "500 application/dtmf-relay Signal=5|Duration=160|",
                        "760 application/dtmf 5",
                        "1100 application/dtmf 6");
    }

    @ParameterizedTest
    @CsvSource({"INFO_RELAY, 415", "INFO, 415", "RFC2833, 501", "INFO, 408"})
    void whatIsRefusedIsSaidWithoutTheKeyAndTheNextOneGoesOn(DtmfType type, int status) {
        opened();
        byRtp = false;
        answer = status;
        add("78", type);
        run(3_000);

        assertThat(log).hasSize(4);
        assertThat(log.get(1))
                .contains("the callee did not take a key by SIP INFO with application/dtmf")
                .endsWith(": " + status)
                .doesNotContain("7");
        assertThat(log.get(2)).contains("8");
    }

    @Test
    void keysOfSeveralRequestsNeverMix() {
        opened();
        add("12", DtmfType.RFC2833);
        add("3", DtmfType.INFO);
        add("4", DtmfType.RFC2833);
        run(5_000);

        assertThat(log)
                .extracting(one -> one.substring(one.length() - 1))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void itIsBounded() throws CallRefused {
        String many = "1".repeat(Dtmf.LONGEST);
        for (int i = 0; i < DtmfQueue.CAPACITY / Dtmf.LONGEST; i++) {
            assertThat(queue.add(Dtmf.of(many, null))).isTrue();
        }
        assertThat(queue.add(Dtmf.of("1", null))).isFalse();
        assertThat(queue.size()).isEqualTo(DtmfQueue.CAPACITY);
    }

    @Test
    void anAnswerNobodyWaitsForIsNothing() {
        assertThat(queue.answered(500)).isNull();
    }

    private void opened() {
        queue.open(now * MILLIS);
    }

    private void add(String keys, DtmfType type) {
        try {
            assertThat(queue.add(Dtmf.of(keys, type.name()))).isTrue();
        } catch (CallRefused e) {
            throw new AssertionError(e);
        }
    }

    private void run(long untilMillis) {
        for (; now < untilMillis; now += 10) {
            if (now >= answerAtMillis) {
                answerAtMillis = Long.MAX_VALUE;
                String complaint = queue.answered(answer);
                if (complaint != null) {
                    log.add(now + " " + complaint);
                }
            }
            Action action = queue.poll(byRtp, now * MILLIS);
            if (action != null) {
                log.add(now + " " + carryOut(action));
            }
        }
    }

    private String carryOut(Action action) {
        return switch (action) {
            case Action.Press(char key, Duration duration) -> {
                queue.letGo((now + 10 + duration.toMillis()) * MILLIS);
                yield "press " + key;
            }
            case Action.SendInfo(var contentType, var body, _) -> {
                answerAtMillis = now + answerAfterMillis;
                yield contentType
                        + " "
                        + new String(body.toArray(), StandardCharsets.US_ASCII)
                                .replace("\r\n", "|");
            }
        };
    }
}
