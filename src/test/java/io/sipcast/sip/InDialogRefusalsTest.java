package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer may ask for within a call, and does not get: with the answer its RFC wants. */
class InDialogRefusalsTest {
    private final World world = new World(1);
    private final Callee callee = new Callee(world, Plan.answering().early(183));
    private final CallHandle call = world.call("sip:bob@example.com");

    @AfterEach
    void theCallHasGoneOnAndNothingIsLeft() {
        world.run(Duration.ofSeconds(2));
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        world.hangUp(call);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    /** RFC 3515 §2.4.2: understood, and declined; 400 for what does not say where to go. */
    @ParameterizedTest
    @CsvSource({
        "<sip:carol@example.com>, 603",
        "<sip:carol@example.com?Replaces=a%3Bto-tag%3Db>, 603",
        ", 400",
        "'<sip:carol@example.com>, <sip:dan@example.com>', 400"
    })
    void aTransferIsDeclined(@Nullable String referTo, int status) {
        established();
        SipRequest refer = callee.leg().request(Method.REFER);

        assertThat(
                        answer(referTo == null ? refer : refer.with(HeaderName.REFER_TO, referTo))
                                .status())
                .isEqualTo(status);
    }

    @Test
    void aTransferBeforeTheAnswerIsDeclinedAsWell() {
        ringing();
        SipRequest refer =
                callee.leg().request(Method.REFER).with("Refer-To", "<sip:carol@example.com>");

        assertThat(answer(refer).status()).isEqualTo(603);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "INFO"})
    void replacingACallIsNotSupported(String method) {
        established();
        SipResponse refusal =
                answer(
                        callee.leg()
                                .request(new Method(method))
                                .with("Require", "timer, replaces")
                                .with("Replaces", "a;to-tag=b;from-tag=c"));

        assertThat(refusal.status()).isEqualTo(420);
        assertThat(refusal.unsupported()).containsExactly("replaces");
    }

    @Test
    void timersMayBeRequired() {
        established();

        assertThat(answer(callee.leg().request(Method.UPDATE).with("Require", "timer")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"SUBSCRIBE, 489", "NOTIFY, 489", "MESSAGE, 405", "PUBLISH, 405", "DANCE, 501"})
    void otherMethodsAreRefused(String method, int status) {
        established();

        assertThat(answer(callee.leg().request(new Method(method))).status()).isEqualTo(status);
    }

    /** RFC 6086 §4.2.2: a package of INFO that we have not said we take. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void infoOfAPackageIsRefused(boolean answered) {
        if (answered) {
            established();
        } else {
            ringing();
        }
        SipResponse refusal =
                answer(callee.leg().request(Method.INFO).with("Info-Package", "conference"));

        assertThat(refusal.status()).isEqualTo(469);
        assertThat(refusal.headers().first("Recv-Info")).isEmpty();
        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.InfoReceived);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, , , 415",
        "application/sdp, gzip, , 415",
        "text/plain, , render;handling=required, 415",
        "application/sdp, Identity, session, 0",
        "application/isup, , signal ; Handling=Optional, 0"
    })
    void aBodyIsRefusedUnlessWeCanReadItOrMayIgnoreIt(
            String type, @Nullable String encoding, @Nullable String disposition, int status) {
        established();
        SipRequest bare =
                callee.leg().request(Method.INVITE).withBody(type, World.bytes("v=0 or not"));
        SipRequest encoded = encoding == null ? bare : bare.with("Content-Encoding", encoding);
        SipRequest whole =
                disposition == null ? encoded : encoded.with("Content-Disposition", disposition);
        world.send(whole, World.SERVER);
        world.run(Duration.ofMillis(20));

        if (status == 0) {
            CallEvent.Offered offered = (CallEvent.Offered) world.eventsOf(call).removeLast();
            assertThat(offered.sdp() != null).isEqualTo(type.equals("application/sdp"));
        } else {
            SipResponse refusal = world.responses().getLast();
            assertThat(refusal.status()).isEqualTo(415);
            assertThat(refusal.headers().first("Accept")).isEqualTo("application/sdp");
            assertThat(refusal.headers().first("Accept-Encoding")).isEqualTo("identity");
        }
    }

    @Test
    void anUpdateWhoseBodyMayBeIgnoredIsOneWithoutAnOffer() {
        established();
        SipResponse ok =
                answer(
                        callee.leg()
                                .request(Method.UPDATE)
                                .withBody("application/isup", World.bytes("?"))
                                .with("Content-Disposition", "signal;handling=optional"));

        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.body().size()).isZero();
    }

    @Test
    void anUpdateBeforeTheAnswerMovesThePeerButItsOfferHasToWait() {
        ringing();
        SipResponse moved =
                answer(
                        callee.leg()
                                .request(Method.UPDATE)
                                .with("Contact", "<sip:bob@198.51.100.5;early>"));
        SipResponse offered =
                answer(
                        callee.leg()
                                .request(Method.UPDATE)
                                .withBody("application/sdp", World.bytes("v=0 early offer")));

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        assertThat(moved.headers().first("Allow")).contains("UPDATE");
        assertThat(offered.status()).isEqualTo(491);
    }

    private void ringing() {
        world.run(Duration.ofMillis(300));
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Provisional.class);
    }

    private void established() {
        world.run(Duration.ofSeconds(2));
    }

    private SipResponse answer(SipRequest request) {
        world.send(request, World.SERVER);
        world.run(Duration.ofMillis(20));
        return world.responses().getLast();
    }
}
