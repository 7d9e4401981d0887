package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Re-INVITE and UPDATE of the peer. */
class PeerOfferTest {
    private static final Bytes HOLD = World.bytes("v=0 hold");
    private static final Bytes HELD = World.bytes("v=0 held");

    private final World world = new World(1);
    private final Callee callee = new Callee(world, Plan.answering());
    private CallHandle call = new CallHandle(0);

    @BeforeEach
    void establish() {
        call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
    }

    @AfterEach
    void nothingIsLeft() {
        world.hangUp(call);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @Test
    void isAnsweredAndAcknowledged() {
        callee.leg().reInvite(HOLD);
        soon();
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(HOLD));
        world.answer(call, HELD);
        world.run(Duration.ofSeconds(40));

        SipResponse ok = world.responses().getLast();
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.body()).isEqualTo(HELD);
        assertThat(ok.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        assertThat(world.responses()).filteredOn(r -> r.status() == 200).hasSize(1);
    }

    @Test
    void saysTryingWhileTheAnswerIsThoughtOver() {
        callee.leg().reInvite(HOLD);
        world.run(Duration.ofMillis(300));

        assertThat(world.responses().stream().map(SipResponse::status)).containsExactly(100);
    }

    @Test
    void withoutAnOfferItAsksForOurs() {
        SipRequest invite = callee.leg().request(Method.INVITE);
        world.send(invite, World.SERVER);
        soon();
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(null));
        world.answer(call, World.OFFER);
        SipRequest ack = ack(invite).withBody("application/sdp", HELD);
        world.send(ack, World.SERVER);
        soon();

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.AnswerToOffer(HELD));
    }

    @Test
    void movesThePeerWhenItIsAccepted() {
        SipRequest moved =
                callee.leg()
                        .request(Method.INVITE)
                        .with(HeaderName.CONTACT, "<sip:bob@198.51.100.5:5060;moved>")
                        .withBody("application/sdp", HOLD);
        callee.request(moved, World.SERVER, _ -> world.send(ack(moved), World.SERVER));
        soon();
        world.answer(call, HELD);
        soon();
        world.hangUp(call);

        assertThat(world.requests("BYE").getFirst().uri().print())
                .isEqualTo("sip:bob@198.51.100.5:5060;moved");
    }

    @Test
    void isRejected() {
        callee.leg().reInvite(HOLD);
        soon();
        world.reject(call, 488);
        world.run(Duration.ofSeconds(40));

        assertThat(world.responses().stream().map(SipResponse::status)).containsExactly(488);
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(HOLD));
    }

    @Test
    void aSecondOneHasToWait() {
        callee.leg().reInvite(HOLD);
        soon();
        callee.leg().reInvite(HOLD);
        soon();
        SipResponse second = world.responses().getLast();
        world.answer(call, HELD);

        assertThat(second.status()).isEqualTo(500);
        assertThat(second.retryAfter().orElse(-1)).isBetween(0L, 10L);
        assertThat(world.eventsOf(call)).filteredOn(e -> e instanceof CallEvent.Offered).hasSize(1);
    }

    @Test
    void isWithdrawnByCancel() {
        SipRequest invite = callee.leg().request(Method.INVITE).withBody("application/sdp", HOLD);
        world.send(invite, World.SERVER);
        soon();
        SipRequest cancel =
                SipRequest.of(
                        Method.CANCEL,
                        invite.uri(),
                        invite.headers()
                                .without(HeaderName.CONTENT_TYPE)
                                .with(HeaderName.CSEQ, cseq(invite, Method.CANCEL)));
        world.send(cancel, World.SERVER);
        soon();
        world.answer(call, HELD); // too late

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.OfferWithdrawn());
        assertThat(world.responses().stream().map(SipResponse::status)).containsExactly(200, 487);
    }

    @Test
    void theAnswerIsRepeatedUntilTheCallIsGivenUp() {
        SipRequest invite = callee.leg().request(Method.INVITE).withBody("application/sdp", HOLD);
        world.send(invite, World.SERVER);
        soon();
        world.answer(call, HELD);
        world.run(Duration.ofSeconds(40));

        assertThat(world.responses()).filteredOn(r -> r.status() == 200).hasSize(11);
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.NO_ACK));
        assertThat(callee.leg().byeReceived).isTrue();
    }

    @Test
    void isTurnedDownWhenTheCallEnds() {
        callee.leg().reInvite(HOLD);
        soon();
        world.hangUp(call);
        soon();

        assertThat(world.responses().stream().map(SipResponse::status)).contains(487);
    }

    @Test
    void anUpdateIsAnsweredLikewise() {
        SipRequest update = callee.leg().request(Method.UPDATE).withBody("application/sdp", HOLD);
        world.send(update, World.SERVER);
        soon();
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(HOLD));
        world.answer(call, HELD);
        world.run(Duration.ofSeconds(40));

        assertThat(world.responses()).hasSize(1);
        assertThat(world.responses().getFirst().body()).isEqualTo(HELD);
    }

    @Test
    void anUpdateWithoutAnOfferIsAnsweredAtOnce() {
        world.send(callee.leg().request(Method.UPDATE), World.SERVER);
        soon();

        assertThat(world.responses().getFirst().status()).isEqualTo(200);
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void anUpdateHasToWaitForTheOneBefore() {
        world.send(
                callee.leg().request(Method.UPDATE).withBody("application/sdp", HOLD),
                World.SERVER);
        soon();
        world.send(callee.leg().request(Method.UPDATE), World.SERVER);
        soon();

        SipResponse second = world.responses().getLast();
        assertThat(second.status()).isEqualTo(500);
        assertThat(second.retryAfter().orElse(-1)).isBetween(0L, 10L);
        world.answer(call, HELD);
        world.send(callee.leg().request(Method.UPDATE), World.SERVER);
        soon();
        assertThat(world.responses().getLast().status()).isEqualTo(200);
    }

    @Test
    void anUpdateWithoutAnOfferMayComeWhileAnInviteIsOpen() {
        callee.leg().reInvite(HOLD);
        soon();
        world.send(callee.leg().request(Method.UPDATE), World.SERVER);
        soon();

        assertThat(world.responses().getLast().status()).isEqualTo(200);
        world.answer(call, HELD);
    }

    @Test
    void anOfferHasToWaitForTheAnswerToOurs() {
        SipRequest invite = callee.leg().request(Method.INVITE);
        world.send(invite, World.SERVER);
        soon();
        world.answer(call, World.OFFER);
        soon();
        for (Method method : List.of(Method.UPDATE, Method.INVITE)) {
            world.send(
                    callee.leg().request(method).withBody("application/sdp", HOLD), World.SERVER);
            soon();
            assertThat(world.responses().getLast().status()).isEqualTo(491);
        }
        world.send(ack(invite).withBody("application/sdp", HELD), World.SERVER);
        soon();
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.AnswerToOffer(HELD));
        world.send(
                callee.leg().request(Method.UPDATE).withBody("application/sdp", HOLD),
                World.SERVER);
        soon();

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(HOLD));
    }

    @Test
    void anAckWithoutTheAnswerLeavesEverythingAsItWas() {
        SipRequest invite = callee.leg().request(Method.INVITE);
        world.send(invite, World.SERVER);
        soon();
        world.answer(call, World.OFFER);
        world.run(Duration.ofSeconds(4)); // our 200 was sent at 0, 0.5, 1.5 and 3.5 s
        world.send(ack(invite), World.SERVER);
        world.send(ack(invite).withBody("application/sdp", HELD), World.SERVER); // once is enough
        world.run(Duration.ofSeconds(60));

        assertThat(world.responses()).filteredOn(r -> r.status() == 200).hasSize(4);
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(null));
    }

    @Test
    void anAckWithAnotherBodyHasNoAnswer() {
        SipRequest invite = callee.leg().request(Method.INVITE);
        world.send(invite, World.SERVER);
        soon();
        world.answer(call, World.OFFER);
        world.send(ack(invite).withBody("text/plain", World.bytes("hello")), World.SERVER);
        world.run(Duration.ofSeconds(60));

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Offered(null));
    }

    @Test
    void aBodyThatIsNoSdpIsRefused() {
        SipRequest invite =
                callee.leg().request(Method.INVITE).withBody("text/plain", World.bytes("hello"));
        world.send(invite, World.SERVER);
        soon();
        world.send(ack(invite).with(HeaderName.VIA, invite.via().print()), World.SERVER);

        SipResponse refusal = world.responses().getFirst();
        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.headers().all(HeaderName.ACCEPT)).isEqualTo(List.of("application/sdp"));
    }

    private SipRequest ack(SipRequest invite) {
        return callee.leg().request(Method.ACK).with(HeaderName.CSEQ, cseq(invite, Method.ACK));
    }

    private static String cseq(SipRequest invite, Method method) {
        return new CSeq(invite.cseq().number(), method).print();
    }

    private void soon() {
        world.run(Duration.ofMillis(50));
    }
}
