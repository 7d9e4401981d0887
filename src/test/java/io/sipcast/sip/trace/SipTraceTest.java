package io.sipcast.sip.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipMessage;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SipTraceTest {
    private final SipTrace trace = new SipTrace();
    private long nowNanos;

    private void sent(SipMessage message) {
        trace.add(message, true, false, Messages.PROXY, ++nowNanos);
    }

    private void received(SipMessage message) {
        trace.add(message, false, false, Messages.PROXY, ++nowNanos);
    }

    private List<String> summaries() {
        return trace.messages().stream().map(TracedMessage::summary).toList();
    }

    @Test
    void keepsWhatWentByAsItWas() {
        sent(Messages.request("INVITE", 1, "", ""));
        trace.add(Messages.request("REGISTER", 7, "", ""), true, true, Messages.CALLEE, ++nowNanos);
        received(Messages.response("180 Ringing", "INVITE", 1, "", ""));

        assertThat(summaries())
                .containsExactly(
                        "INVITE sip:bob@example.com",
                        "REGISTER sip:bob@example.com",
                        "180 Ringing (INVITE)");
        TracedMessage register = trace.messages().get(1);
        assertThat(register.registration()).isTrue();
        assertThat(register.sent()).isTrue();
        assertThat(register.peer()).isEqualTo(Messages.CALLEE);
        assertThat(register.atNanos()).isEqualTo(2);
        TracedMessage ringing = trace.messages().getLast();
        assertThat(ringing.sent()).isFalse();
        assertThat(ringing.status()).isEqualTo(180);
        assertThat(ringing.method()).isEqualTo("INVITE");
        assertThat(ringing.cseq()).isEqualTo("1 INVITE");
        assertThat(trace.lastReceived())
                .isEqualTo(ringing.text())
                .startsWith("SIP/2.0 180 Ringing\r\nVia: ");
    }

    @Test
    void aRepeatedMessageIsMarkedAndKeptOnce() {
        SipMessage invite = Messages.request("INVITE", 1, "X-Long: " + "x".repeat(1000) + "\n", "");
        sent(invite);
        int once = trace.size();
        sent(invite);
        received(invite);

        List<TracedMessage> messages = trace.messages();
        assertThat(messages)
                .extracting(TracedMessage::repeated)
                .containsExactly(false, true, false);
        assertThat(messages.get(1).text()).isEqualTo(messages.get(0).text());
        assertThat(trace.size() - once).as("one more, and the last one received").isLessThan(2600);
    }

    @Test
    void aRepetitionIsKnownAlsoWhenTheFirstIsPackedAlready() {
        SipMessage invite = Messages.request("INVITE", 1, "", "");
        sent(invite);
        for (int i = 2; i < 20; i++) {
            sent(Messages.request("INFO", i, "", ""));
        }
        sent(invite);

        assertThat(trace.messages().getLast().repeated()).isTrue();
        assertThat(trace.messages().getLast().summary()).isEqualTo("INVITE sip:bob@example.com");
    }

    @Test
    void theFirstAndTheLastStayWhenThereAreTooMany() {
        SplittableRandom random = new SplittableRandom(1);
        sent(Messages.request("INVITE", 1, "", ""));
        for (int i = 2; i <= 3000; i++) {
            sent(Messages.request("INFO", i, "X-Noise: " + noise(random) + "\n", ""));
            assertThat(trace.size()).isLessThan(SipTrace.LIVE_BYTES + 12 * 1024);
        }
        received(Messages.request("BYE", 4000, "", ""));

        List<TracedMessage> messages = trace.messages();
        assertThat(messages.getFirst().summary()).isEqualTo("INVITE sip:bob@example.com");
        assertThat(messages.getLast().summary()).isEqualTo("BYE sip:bob@example.com");
        int leftOut = messages.stream().mapToInt(TracedMessage::leftOutBefore).sum();
        assertThat(leftOut + messages.size()).isEqualTo(3001);
        assertThat(messages.stream().filter(m -> m.leftOutBefore() > 0)).hasSize(1);

        trace.end();
        assertThat(trace.size()).isLessThan(SipTrace.ENDED_BYTES + 2 * 1024);
        assertThat(summaries()).startsWith("INVITE sip:bob@example.com");
        assertThat(summaries()).endsWith("BYE sip:bob@example.com");
    }

    /** What a challenged call of an ordinary kind takes while it is idle. */
    @Test
    void anOrdinaryCallTakesLittle() {
        String headers =
                """
                Contact: <sip:alice@192.0.2.1:5060>
                User-Agent: Sipcast
                Max-Forwards: 70
                Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE
                Content-Type: application/sdp
                """;
        String sdp = "v=0\n" + "a=rtpmap:96 H264/90000\n".repeat(20);
        sent(Messages.request("INVITE", 1, headers, sdp));
        received(Messages.response("401 Unauthorized", "INVITE", 1, "", ""));
        sent(Messages.request("ACK", 1, "", ""));
        sent(Messages.request("INVITE", 2, headers, sdp));
        received(Messages.response("100 Trying", "INVITE", 2, "", ""));
        received(Messages.response("180 Ringing", "INVITE", 2, "", ""));
        received(Messages.response("200 OK", "INVITE", 2, headers, sdp));
        sent(Messages.request("ACK", 2, "", ""));

        assertThat(trace.size()).isLessThan(4 * 1024);
    }

    @Test
    void aHugeMessageIsCut() {
        received(Messages.request("INFO", 1, "X: " + "y".repeat(20_000) + "\n", ""));

        assertThat(Objects.requireNonNull(trace.lastReceived()))
                .startsWith("INFO sip:bob@example.com")
                .endsWith(" more characters]\r\n")
                .hasSizeLessThan(9000);
    }

    private static String noise(SplittableRandom random) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            noise.append(Long.toHexString(random.nextLong()));
        }
        return noise.toString();
    }
}
