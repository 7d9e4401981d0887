package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What strangers send. */
class OutOfDialogTest {
    private static final Target STRANGER =
            new Target(Transport.UDP, World.ip("203.0.113.9"), 40_000);

    private World world = new World(1);
    private int branches;

    @AfterEach
    void nothingIsLeft() {
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, 404",
        "OPTIONS, 200",
        "BYE, 481",
        "CANCEL, 481",
        "INFO, 481",
        "UPDATE, 481",
        "PRACK, 481",
        "NOTIFY, 481",
        "REGISTER, 405",
        "MESSAGE, 405",
        "SUBSCRIBE, 489",
        "PUBLISH, 405",
        "REFER, 405",
        "DANCE, 501"
    })
    void isAnswered(String method, int status) {
        SipRequest request = request(method, "sip:anyone@192.0.2.1");
        send(request);

        SipResponse response = world.responses().getFirst();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.to().tag()).isNotNull();
        assertThat(response.callId()).isEqualTo(request.callId());
        assertThat(response.cseq()).isEqualTo(request.cseq());
        assertThat(response.via().received()).isEqualTo("203.0.113.9");
        assertThat(response.via().rport()).isEqualTo(40_000);
    }

    @Test
    void saysWhatItCan() {
        send(request("OPTIONS", "sip:192.0.2.1"), request("MESSAGE", "sip:192.0.2.1"));

        String allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";
        assertThat(world.responses()).allMatch(r -> r.headers().all("Allow").contains(allow));
        assertThat(world.responses().getFirst().headers().first(HeaderName.ACCEPT))
                .isEqualTo("application/sdp");
    }

    /** RFC 3261 §11.2. */
    @Test
    void optionsAreAnsweredAsAnInviteWouldBe() {
        world.agent.open(
                new Reception() {
                    @Override
                    public @Nullable Entry entry(String called, IpAddress source) {
                        return null;
                    }

                    @Override
                    public boolean hidesFrom(IpAddress source) {
                        return false;
                    }

                    @Override
                    public Duration pause() {
                        return Duration.ofSeconds(10);
                    }
                });
        send(request("OPTIONS", "sip:192.0.2.1"), request("BYE", "sip:192.0.2.1"));

        SipResponse refusal = world.responses().getFirst();
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers().first(HeaderName.RETRY_AFTER)).isEqualTo("10");
        assertThat(world.responses().getLast().status()).isEqualTo(481);
    }

    @Test
    void refusesExtensionsAndSchemesThatItDoesNotHave() {
        send(
                request("INVITE", "sip:a@192.0.2.1")
                        .with(HeaderName.REQUIRE, "100rel, precondition"),
                request("INVITE", "mailto:a@example.com"));

        assertThat(world.responses().stream().map(SipResponse::status))
                .containsSubsequence(420, 416);
        assertThat(world.responses().getFirst().unsupported())
                .containsExactly("100rel", "precondition");
    }

    @Test
    void replacesNoCall() {
        SipRequest invite = request("INVITE", "sip:a@192.0.2.1");
        SipRequest replacing =
                invite.with("Replaces", "98732@example.net;to-tag=r33th4x0r;from-tag=ff87ff");
        send(
                replacing,
                request("INVITE", "sip:a@192.0.2.1")
                        .withHeaders(replacing.headers().plus("Replaces", "another@example.net"))
                        .with(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKtwice"),
                request("INVITE", "sip:a@192.0.2.1").with(HeaderName.REQUIRE, "replaces"));

        assertThat(world.responses().stream().map(SipResponse::status))
                .containsExactly(481, 400, 420);
        assertThat(world.responses().getLast().unsupported()).containsExactly("replaces");
    }

    @Test
    void anAckForNothingIsIgnored() {
        send(request("ACK", "sip:a@192.0.2.1"));

        assertThat(world.sent).isEmpty();
    }

    @Test
    void aResponseToNothingIsCounted() {
        world.send(SipResponse.to(request("OPTIONS", "sip:a@192.0.2.1"), 200), STRANGER);
        world.run(Duration.ofMillis(20));

        assertThat(world.sent).isEmpty();
        assertThat(world.agent.counters().strayResponses()).isOne();
    }

    @Test
    void aRefusalIsRepeatedUntilItsAckAndARepeatedRequestAnsweredTheSame() {
        SipRequest invite = request("INVITE", "sip:a@192.0.2.1");
        send(invite, invite);
        world.run(Duration.ofSeconds(2));
        int before = world.responses().size();
        SipRequest ack =
                SipRequest.of(
                        Method.ACK, invite.uri(), invite.headers().with(HeaderName.CSEQ, "1 ACK"));
        send(ack);
        world.run(Duration.ofSeconds(10));

        assertThat(before).isEqualTo(4); // at 0, 0.02, 0.5 and 1.5 s
        assertThat(world.responses()).hasSize(before);
        assertThat(world.responses().stream().map(r -> r.to().tag()).distinct()).hasSize(1);
    }

    @Test
    void aPeerOfRfc2543IsKnownAgainWithoutABranch() {
        SipRequest invite =
                request("INVITE", "sip:a@192.0.2.1")
                        .with(HeaderName.VIA, "SIP/2.0/UDP 203.0.113.9:40000;rport");
        send(invite, invite, invite.with(HeaderName.CALL_ID, "another"));

        List<SipResponse> responses = world.responses();
        assertThat(responses.get(1).to().tag()).isEqualTo(responses.get(0).to().tag());
        assertThat(responses.get(2).to().tag()).isNotEqualTo(responses.get(0).to().tag());
        SipResponse refusal = responses.getFirst();
        send(
                SipRequest.of(
                        Method.ACK,
                        invite.uri(),
                        invite.headers()
                                .with(HeaderName.CSEQ, "1 ACK")
                                .with(HeaderName.TO, refusal.to().print())));
        int answered = world.responses().size();
        world.run(Duration.ofSeconds(1));

        assertThat(world.responses()).hasSize(answered + 1); // only the other one is repeated
    }

    @Test
    void malformedRequestsAreAnswered400WithoutAnyState() {
        String text =
                "OPTIONS sip:a@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx;rport"
                        + "\r\nFrom: <sip:x@y>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\n"
                        + "CSeq: 1 OPTIONS\r\nMax-Forwards: many\r\n\r\n";
        world.sendRaw(text.getBytes(StandardCharsets.UTF_8), STRANGER);
        world.sendRaw("rubbish".getBytes(StandardCharsets.UTF_8), STRANGER);
        world.run(Duration.ofMillis(20));

        assertThat(world.responses().stream().map(SipResponse::status)).containsExactly(400);
        assertThat(world.responses().getFirst().via().rport()).isEqualTo(40_000);
        assertThat(world.agent.counters().malformed()).isEqualTo(2);
        assertThat(world.agent.counters().transactions()).isZero();
    }

    @Test
    void oneAddressMayNotHaveMoreThanItsShare() {
        world = new World(1, new Settings("Sipcast", 0, Timing.UNRELIABLE, new Limits(20, 5, 10)));
        for (int i = 0; i < 8; i++) {
            send(request("OPTIONS", "sip:192.0.2.1"));
        }
        assertThat(world.responses()).hasSize(5);
        assertThat(world.agent.counters().refused()).isEqualTo(3);
        for (int i = 1; i <= 20; i++) {
            Target other = new Target(Transport.UDP, World.ip("203.0.113." + (100 + i)), 5060);
            world.send(request("OPTIONS", "sip:192.0.2.1"), other);
        }
        world.run(Duration.ofMillis(20));
        assertThat(world.agent.counters().transactions()).isEqualTo(20);
        world.run(Duration.ofSeconds(33));
        send(request("OPTIONS", "sip:192.0.2.1"));

        assertThat(world.responses()).hasSize(21);
    }

    private SipRequest request(String method, String uri) {
        Headers headers =
                Headers.builder()
                        .add(
                                HeaderName.VIA,
                                "SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bK" + ++branches)
                        .add(HeaderName.FROM, "<sip:stranger@example.net>;tag=s")
                        .add(HeaderName.TO, "<sip:anyone@example.com>")
                        .add(HeaderName.CALL_ID, "stranger@10.0.0.1")
                        .add(HeaderName.CSEQ, new CSeq(1, new Method(method)).print())
                        .add(HeaderName.CONTACT, "<sip:stranger@10.0.0.1>")
                        .build();
        return SipRequest.of(new Method(method), Uri.parse(uri), headers);
    }

    private void send(SipRequest... requests) {
        for (SipRequest request : requests) {
            world.send(request, STRANGER);
            world.run(Duration.ofMillis(20));
        }
    }
}
