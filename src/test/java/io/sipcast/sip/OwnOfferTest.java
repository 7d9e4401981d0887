package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.CallEvent.Termination;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Re-INVITEs of our own. */
class OwnOfferTest {
    private static final Bytes HOLD = World.bytes("v=0 our hold");
    private static final Bytes RESUME = World.bytes("v=0 our resume");
    private static final Bytes HELD = World.bytes("v=0 we are held");
    private static final CallEvent TAKEN = new CallEvent.AnswerToOffer(TimedCallee.ANSWER);

    private final World world = new World(1);
    private final TimedCallee callee = new TimedCallee(world, null, "INVITE, ACK, BYE, CANCEL");
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
        assertThat(world.eventsOf(call)).filteredOn(e -> e instanceof CallEvent.Closing).hasSize(1);
    }

    @Test
    void isAnsweredAndAcknowledged() {
        world.reInvite(call, HOLD);
        soon();

        SipRequest invite = world.requests("INVITE").getLast();
        assertThat(invite.cseq().print()).isEqualTo("2 INVITE");
        assertThat(invite.body()).isEqualTo(HOLD);
        assertThat(invite.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        assertThat(invite.headers().first("Allow")).isEqualTo(Capabilities.ALLOW);
        assertThat(invite.to().tag()).isEqualTo("leg1");
        assertThat(world.requests("ACK").getLast().cseq().print()).isEqualTo("2 ACK");
        assertThat(world.eventsOf(call)).last().isEqualTo(TAKEN);
    }

    @Test
    void everyRepeated2xxIsAcknowledgedAgainButToldOnce() {
        world.reInvite(call, HOLD);
        soon();
        SipRequest invite = world.requests("INVITE").getLast();
        world.send(callee.ok(invite), World.SERVER);
        world.send(callee.ok(invite), World.SERVER);
        soon();

        List<SipRequest> acks = world.requests("ACK");
        assertThat(acks).hasSize(4); // of the first INVITE, and three of this one
        assertThat(acks.subList(1, 4)).allMatch(acks.get(1)::equals);
        assertThat(world.eventsOf(call)).filteredOn(TAKEN::equals).hasSize(1);
    }

    @Test
    void theAnswerMovesThePeerAndTheAckGoesThere() {
        callee.otherwise =
                request -> callee.ok(request).with("Contact", "<sip:bob@198.51.100.5:5060;moved>");
        world.reInvite(call, HOLD);
        soon();

        assertThat(world.requests("ACK").getLast().uri().print())
                .isEqualTo("sip:bob@198.51.100.5:5060;moved");
    }

    @ParameterizedTest
    @CsvSource({"488", "500", "603"})
    void isRefusedAndTheCallGoesOn(int status) {
        callee.otherwise = request -> SipResponse.to(request, status);
        world.reInvite(call, HOLD);
        world.run(Duration.ofSeconds(40));

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.OfferRefused(status));
        assertThat(world.requests("ACK").getLast().cseq().print()).isEqualTo("2 ACK");
    }

    @Test
    void a2xxWithoutAnAnswerIsARefusal() {
        callee.otherwise = request -> SipResponse.to(request, 200);
        world.reInvite(call, HOLD);
        soon();

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.OfferRefused(200));
        assertThat(world.requests("ACK")).hasSize(2);
    }

    @Test
    void waitsForTheOneBefore() {
        callee.otherwise = request -> SipResponse.to(request, 100);
        world.reInvite(call, HOLD);
        soon();
        world.reInvite(call, HELD);
        world.reInvite(call, RESUME); // takes the place of the one that waits
        soon();
        SipRequest first = world.requests("INVITE").getLast();
        assertThat(first.body()).isEqualTo(HOLD);
        callee.otherwise = _ -> null;
        callee.callee.answer(first, callee.ok(first), World.SERVER);
        soon();

        assertThat(world.requests("INVITE").stream().map(SipRequest::body))
                .containsExactly(World.OFFER, HOLD, RESUME);
        assertThat(world.eventsOf(call)).endsWith(TAKEN, TAKEN);
    }

    @Test
    void waitsForThePeersToBeAcknowledged() {
        SipRequest theirs =
                callee.callee.leg().request(Method.INVITE).withBody("application/sdp", HELD);
        world.send(theirs, World.SERVER);
        soon();
        world.reInvite(call, HOLD);
        soon();
        world.answer(call, HELD);
        soon();
        assertThat(world.requests("INVITE")).hasSize(1);
        world.send(callee.ack(theirs), World.SERVER);
        soon();

        assertThat(world.requests("INVITE").getLast().body()).isEqualTo(HOLD);
        assertThat(world.eventsOf(call)).last().isEqualTo(TAKEN);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void waitsForThePeersToBeRejectedOrWithdrawn(boolean rejected) {
        SipRequest theirs =
                callee.callee.leg().request(Method.INVITE).withBody("application/sdp", HELD);
        world.send(theirs, World.SERVER);
        soon();
        world.reInvite(call, HOLD);
        soon();
        assertThat(world.requests("INVITE")).hasSize(1);
        if (rejected) {
            world.reject(call, 488);
        } else {
            SipRequest cancel =
                    SipRequest.of(
                            Method.CANCEL,
                            theirs.uri(),
                            theirs.headers()
                                    .without(HeaderName.CONTENT_TYPE)
                                    .with("CSeq", theirs.cseq().number() + " CANCEL"));
            world.send(cancel, World.SERVER);
        }
        soon();

        assertThat(world.requests("INVITE").getLast().body()).isEqualTo(HOLD);
    }

    @Test
    void whileItIsOpenThePeersHaveToWait() {
        callee.otherwise = request -> SipResponse.to(request, 100);
        world.reInvite(call, HOLD);
        soon();
        Callee.Leg leg = callee.callee.leg();
        world.send(leg.request(Method.INVITE).withBody("application/sdp", HELD), World.SERVER);
        world.send(leg.request(Method.UPDATE).withBody("application/sdp", HELD), World.SERVER);
        world.send(leg.request(Method.INVITE), World.SERVER);
        world.send(leg.request(Method.UPDATE), World.SERVER); // has no offer
        soon();

        assertThat(world.responses().stream().map(r -> r.status() + " " + r.cseq().method()))
                .containsExactly("491 INVITE", "491 UPDATE", "491 INVITE", "200 UPDATE");
        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Offered);
    }

    @Test
    void after491ThePeersGoesFirstAndOursFollows() {
        callee.otherwise =
                request -> callee.refreshes.size() == 1 ? SipResponse.to(request, 491) : null;
        world.reInvite(call, HOLD);
        soon();
        world.reaction =
                (handle, event) -> {
                    if (event instanceof CallEvent.Offered) {
                        world.answer(handle, HELD);
                    }
                };
        callee.callee.leg().reInvite(HELD);
        soon();
        assertThat(world.responses().getLast().body()).isEqualTo(HELD);
        world.run(Duration.ofMillis(1950));
        assertThat(callee.refreshes).hasSize(1);
        world.run(Duration.ofSeconds(2));

        Duration wait = callee.refreshes.get(1).at().minus(callee.refreshes.get(0).at());
        assertThat(wait).isBetween(Duration.ofMillis(2110), Duration.ofMillis(4010));
        assertThat(callee.refreshes.get(1).request().body()).isEqualTo(HOLD);
        assertThat(world.eventsOf(call)).last().isEqualTo(TAKEN);
    }

    @Test
    void whatIsWantedAfter491MayHaveChanged() {
        callee.otherwise =
                request -> callee.refreshes.size() == 1 ? SipResponse.to(request, 491) : null;
        world.reInvite(call, HOLD);
        soon();
        world.reInvite(call, RESUME);
        world.run(Duration.ofSeconds(5));

        assertThat(callee.refreshes.stream().map(r -> r.request().body()))
                .containsExactly(HOLD, RESUME);
    }

    @Test
    void endless491IsARefusal() {
        callee.otherwise = request -> SipResponse.to(request, 491);
        world.reInvite(call, HOLD);
        world.run(Duration.ofMinutes(2));

        assertThat(callee.refreshes).hasSize(10);
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.OfferRefused(491));
    }

    @ParameterizedTest
    @CsvSource({"481, UNKNOWN_TO_PEER", "408, PEER_SILENT"})
    void aPeerThatHasLostTheCallEndsIt(int status, Termination why) {
        callee.otherwise = request -> SipResponse.to(request, status);
        world.reInvite(call, HOLD);
        soon();

        assertThat(callee.callee.leg().byeReceived).isTrue();
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.Terminated(why));
    }

    @Test
    void silenceEndsTheCall() {
        callee.die();
        world.reInvite(call, HOLD);
        world.run(Duration.ofSeconds(33));
        assertThat(world.requests("BYE")).isNotEmpty();
        world.run(Duration.ofSeconds(33));

        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(Termination.PEER_SILENT));
    }

    @Test
    void isGivenUpWhenThePeerOnlyThinksItOver() {
        callee.otherwise =
                request ->
                        request.method().equals(Method.INVITE)
                                ? SipResponse.to(request, 180)
                                : null;
        world.reInvite(call, HOLD);
        world.run(Duration.ofSeconds(31));
        assertThat(world.requests("CANCEL")).isEmpty();
        world.run(Duration.ofSeconds(2));
        SipRequest invite = world.requests("INVITE").getLast();
        callee.callee.answer(invite, SipResponse.to(invite, 487), World.SERVER);
        soon();

        assertThat(world.requests("CANCEL").getFirst().cseq().print()).isEqualTo("2 CANCEL");
        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.OfferRefused(487));
    }

    @Test
    void isGivenUpForGoodWhenEvenItsCancelBringsNothing() {
        callee.otherwise = request -> SipResponse.to(request, 180);
        world.reInvite(call, HOLD);
        world.run(Duration.ofSeconds(70));

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.OfferRefused(487));
    }

    @Test
    void aByeMayCrossIt() {
        callee.otherwise = request -> SipResponse.to(request, 100);
        world.reInvite(call, HOLD);
        soon();
        world.hangUp(call);
        soon();
        SipRequest invite = world.requests("INVITE").getLast();
        callee.callee.answer(invite, SipResponse.to(invite, 487), World.SERVER);
        world.run(Duration.ofSeconds(40));

        assertThat(callee.callee.leg().byeReceived).isTrue();
        assertThat(world.requests("ACK").getLast().cseq().print()).isEqualTo("2 ACK");
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(Termination.HUNG_UP));
        assertThat(world.agent.counters().calls()).isZero();
    }

    @Test
    void a2xxThatCrossesOurByeIsAcknowledged() {
        callee.otherwise = request -> SipResponse.to(request, 100);
        world.reInvite(call, HOLD);
        soon();
        world.hangUp(call);
        soon();
        SipRequest invite = world.requests("INVITE").getLast();
        callee.callee.answer(invite, callee.ok(invite), World.SERVER);
        soon();

        assertThat(world.requests("ACK").getLast().cseq().print()).isEqualTo("2 ACK");
        assertThat(world.eventsOf(call)).doesNotContain(TAKEN);
    }

    @Test
    void thePeersByeMayCrossIt() {
        callee.otherwise = request -> SipResponse.to(request, 100);
        world.reInvite(call, HOLD);
        soon();
        callee.callee.leg().bye();
        soon();

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.RemoteBye(null));
        world.run(Duration.ofSeconds(70)); // the peer never answers it
        assertThat(world.agent.counters().calls()).isZero();
    }

    @Test
    void isForEstablishedCallsOnly() {
        world.hangUp(call);
        world.reInvite(call, HOLD);
        world.reInvite(new CallHandle(77), HOLD);

        assertThat(world.requests("INVITE")).hasSize(1);
    }

    private void soon() {
        world.run(Duration.ofMillis(50));
    }
}
