package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody calls us, message by message. */
class IncomingCallTest {
    private static final Bytes ANSWER = World.bytes("v=0 ours");
    private static final Duration LONG = Duration.ofSeconds(40);

    private final World world =
            new World(1, Settings.DEFAULT.withSessionExpires(Duration.ZERO)); // see SessionsInTest
    private final Caller caller = new Caller(world);

    @BeforeEach
    void open() {
        world.agent.open(TestReception.OPEN);
    }

    @AfterEach
    void nothingIsLeft() {
        world.arrivals.forEach(arrival -> world.hangUp(arrival.call()));
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        for (Arrival arrival : world.arrivals) {
            List<CallEvent> events = world.eventsOf(arrival.call());
            assertThat(events).last().isInstanceOf(CallEvent.Closing.class);
            assertThat(events).filteredOn(e -> e instanceof CallEvent.Closing).hasSize(1);
        }
    }

    @Test
    void isAnsweredAndEndedByTheCaller() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.ack());
        caller.send(caller.inDialog(Method.BYE).with(HeaderName.REASON, "Q.850;cause=16"));
        world.run(LONG);

        assertThat(world.arrivals)
                .containsExactly(
                        new Arrival(
                                call(),
                                new Reception.Entry(0, "studio", null),
                                Caller.AT,
                                invite.from(),
                                invite.uri(),
                                Caller.OFFER));
        assertThat(events()).containsExactly(new CallEvent.RemoteBye("Q.850;cause=16"));
        assertThat(caller.responses.stream().map(r -> r.status() + " " + r.cseq().print()))
                .containsExactly("200 1 INVITE", "200 3 BYE");
        assertThat(caller.requests).isEmpty();
    }

    @Test
    void theAnswerHasAllThatTheCallerNeeds() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        SipRequest routed = caller.invite("studio");
        caller.send(
                routed.withHeaders(
                        routed.headers()
                                .plus(HeaderName.RECORD_ROUTE, "<sip:198.51.100.7:5080;lr>")
                                .plus(HeaderName.RECORD_ROUTE, "<sip:far.example.net;lr>")));

        SipResponse ok = caller.last(200);
        assertThat(ok.to().tag()).hasSizeGreaterThan(20);
        assertThat(ok.contacts().getFirst().print()).isEqualTo("<sip:studio@192.0.2.1:5060>");
        assertThat(ok.headers().all(HeaderName.RECORD_ROUTE))
                .containsExactly("<sip:198.51.100.7:5080;lr>", "<sip:far.example.net;lr>");
        assertThat(ok.headers().first(HeaderName.ALLOW))
                .isEqualTo("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE");
        assertThat(ok.hasBody("application/sdp")).isTrue();
        assertThat(ok.body()).isEqualTo(ANSWER);
        assertThat(ok.via().received()).isEqualTo("203.0.113.9");
        assertThat(ok.via().rport()).isEqualTo(5070);
        caller.send(caller.ack());
    }

    @Test
    void weHangUpByTheRecordedRoute() {
        Target proxy = new Target(Transport.UDP, World.ip("198.51.100.7"), 5080);
        Caller behind = new Caller(world, proxy);
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        SipRequest routed = caller.invite("studio");
        caller.send(
                routed.withHeaders(
                        routed.headers()
                                .plus(HeaderName.RECORD_ROUTE, "<sip:198.51.100.7:5080;lr>")
                                .plus(HeaderName.RECORD_ROUTE, "<sip:far.example.net;lr>")));
        caller.send(caller.ack());
        world.hangUp(call());
        world.run(LONG);

        SipRequest bye = behind.requests.getFirst();
        assertThat(bye.uri().print()).isEqualTo("sip:bob@203.0.113.9:5070");
        assertThat(bye.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:198.51.100.7:5080;lr>", "<sip:far.example.net;lr>");
        assertThat(bye.from().print())
                .isEqualTo("<sip:studio@example.com>;tag=" + caller.last(200).to().tag());
        assertThat(bye.to().print()).isEqualTo("\"Bob\" <sip:bob@example.net>;tag=theirs");
        assertThat(bye.cseq().print()).isEqualTo("1 BYE");
        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void weDoNotHangUpBeforeTheAck() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.invite("studio"));
        world.hangUp(call());
        world.run(Duration.ofMillis(600));
        assertThat(caller.requests).isEmpty();
        assertThat(caller.statuses()).containsExactly(200, 200); // repeated meanwhile
        caller.send(caller.ack());

        assertThat(caller.requests).hasSize(1).first().matches(r -> r.method().equals(Method.BYE));
        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void saysTryingWhenTheAnswerTakesLonger() {
        caller.send(caller.invite("studio"));
        world.run(Duration.ofMillis(300));
        world.answer(call(), ANSWER);
        world.run(Duration.ofMillis(20));
        caller.send(caller.ack());

        assertThat(caller.statuses()).containsExactly(100, 200);
        assertThat(caller.responses.getFirst().to().tag()).isNull();
    }

    @Test
    void aRepeatedInviteIsNoSecondCall() {
        SipRequest invite = caller.invite("studio");
        caller.send(invite, invite);
        world.answer(call(), ANSWER);
        caller.send(invite);
        caller.send(caller.ack());

        assertThat(world.arrivals).hasSize(1);
        assertThat(caller.statuses()).containsExactly(200); // the answer is repeated by its timer
    }

    @Test
    void theSameInviteByAnotherWayIsALoop() {
        SipRequest invite = caller.invite("studio");
        SipRequest other = invite.with(HeaderName.VIA, caller.via());
        caller.send(invite, other);
        caller.send(caller.ack(other));

        assertThat(world.arrivals).hasSize(1);
        assertThat(caller.statuses()).containsExactly(482);
        assertThat(world.turnedAway).hasSize(1).first().matches(away -> away.status() == 482);
    }

    @Test
    void withoutAnOfferItGetsOurs() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.bareInvite("studio"));
        assertThat(world.arrivals.getFirst().offer()).isNull();
        assertThat(caller.last(200).body()).isEqualTo(ANSWER);
        assertThat(events()).isEmpty();
        caller.send(caller.ack().withBody("application/sdp", Caller.OFFER));

        assertThat(events()).containsExactly(new CallEvent.AnswerToOffer(Caller.OFFER));
    }

    @Test
    void anAckWithoutTheAnswerIsTold() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.bareInvite("studio"));
        caller.send(caller.ack());

        assertThat(events()).containsExactly(new CallEvent.AnswerToOffer(null));
    }

    @Test
    void noSecondOfferWhileOursIsOpen() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.bareInvite("studio"));
        SipRequest again = caller.inDialog(Method.INVITE).withBody("application/sdp", Caller.OFFER);
        caller.send(again);
        assertThat(caller.statuses()).containsExactly(200, 491);
        caller.send(caller.ack(again));
        caller.send(caller.ack().withBody("application/sdp", Caller.OFFER));

        assertThat(events()).containsExactly(new CallEvent.AnswerToOffer(Caller.OFFER));
    }

    @Test
    void theAnswerIsRepeatedUntilTheCallIsGivenUp() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.invite("studio"));
        world.run(LONG);

        assertThat(caller.statuses()).hasSize(11).allMatch(status -> status == 200);
        assertThat(caller.requests).hasSize(1).first().matches(r -> r.method().equals(Method.BYE));
        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.NO_ACK));
    }

    @Test
    void overTcpTheAnswerIsRepeatedToo() {
        Target tcp = Caller.AT.over(Transport.TCP);
        world.put(tcp, caller);
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        world.send(caller.invite("studio"), tcp);
        world.run(Duration.ofMillis(1600));
        world.send(caller.ack(), tcp);
        world.run(LONG);

        assertThat(caller.statuses()).containsExactly(200, 200, 200); // at 0, 0.5 and 1.5 s
        assertThat(caller.last(200).contacts().getFirst().print())
                .isEqualTo("<sip:studio@192.0.2.1:5060;transport=tcp>");
    }

    @Test
    void isCancelledBeforeTheAnswer() {
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.cancel(invite));
        world.answer(call(), ANSWER); // too late
        world.run(Duration.ofMillis(20));

        assertThat(caller.responses.stream().map(r -> r.status() + " " + r.cseq().print()))
                .containsExactly("200 1 CANCEL", "487 1 INVITE");
        assertThat(caller.responses.getFirst().to().tag())
                .isEqualTo(caller.responses.getLast().to().tag());
        assertThat(events()).containsExactly(new CallEvent.Failed(new Failure.Cancelled()));
        caller.send(caller.ack(invite));
    }

    @Test
    void aCancelAfterTheAnswerChangesNothing() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.cancel(invite));
        assertThat(caller.responses.stream().map(r -> r.status() + " " + r.cseq().print()))
                .containsExactly("200 1 INVITE", "200 1 CANCEL");
        assertThat(events()).isEmpty();
        caller.send(ackOf(caller.responses.getFirst()));
        caller.send(caller.inDialog(Method.BYE));

        assertThat(events()).containsExactly(new CallEvent.RemoteBye(null));
    }

    private SipRequest ackOf(SipResponse ok) {
        caller.responses.add(ok); // the last 200
        return caller.ack();
    }

    @Test
    void isTurnedDownWithAWarning() {
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        world.reject(call(), 488, "no \"codec\" we know");
        world.run(Duration.ofMillis(20));
        caller.send(caller.ack(invite));

        SipResponse refusal = caller.last(488);
        assertThat(refusal.headers().first(HeaderName.WARNING))
                .isEqualTo("305 192.0.2.1:5060 \"no \\\"codec\\\" we know\"");
        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.TURNED_DOWN));
        assertThat(world.turnedAway)
                .containsExactly(
                        new Output.TurnedAway(
                                Caller.AT,
                                invite.from().uri(),
                                invite.uri(),
                                488,
                                "no \"codec\" we know"));
    }

    @ParameterizedTest
    @ValueSource(ints = {486, 503})
    void isTurnedDownForOtherReasons(int status) {
        world.arrived = arrival -> world.reject(arrival.call(), status);
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.ack(invite));

        assertThat(caller.statuses()).containsExactly(status);
        assertThat(caller.responses.getFirst().headers().has(HeaderName.WARNING)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT10S, 10", "PT2.5S, 3", "PT0.02S, 1"})
    void isTurnedDownForNow(Duration pause, String seconds) {
        world.arrived = arrival -> world.rejectForNow(arrival.call(), pause);
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.ack(invite));

        assertThat(caller.statuses()).containsExactly(503);
        assertThat(caller.last(503).headers().first(HeaderName.RETRY_AFTER)).isEqualTo(seconds);
        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.TURNED_DOWN));
        assertThat(world.turnedAway).singleElement().extracting("why").isEqualTo("no room");
    }

    @Test
    void aCallThatWasAnsweredIsNotTurnedDown() {
        answered();
        world.rejectForNow(call(), Duration.ofSeconds(10));

        caller.send(caller.inDialog(Method.BYE));
        assertThat(caller.statuses()).containsExactly(200, 200);
    }

    @Test
    void aCallerMayTryOnceMoreAtOnce() {
        world.arrived = arrival -> world.reject(arrival.call(), 486);
        SipRequest first = caller.invite("studio");
        caller.send(first);
        caller.send(caller.ack(first));
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.invite("studio")); // the same Call-ID and tag, the next number
        caller.send(caller.ack());
        world.run(Duration.ofSeconds(10)); // nothing of the first is left

        caller.send(caller.inDialog(Method.BYE));
        assertThat(caller.statuses()).containsExactly(486, 200, 200);
        assertThat(world.eventsOf(world.arrivals.getLast().call()))
                .containsExactly(new CallEvent.RemoteBye(null));
    }

    @Test
    void aNewOfferIsAnsweredLikeTheFirst() {
        answered();
        SipRequest hold = caller.inDialog(Method.INVITE).withBody("application/sdp", Caller.OFFER);
        caller.send(hold);
        assertThat(events()).containsExactly(new CallEvent.Offered(Caller.OFFER));
        world.answer(call(), ANSWER);
        world.run(Duration.ofMillis(20));
        caller.send(caller.ack());
        world.run(LONG);

        assertThat(caller.statuses()).containsExactly(200, 200);
    }

    @Test
    void infoGoesBothWays() {
        answered();
        caller.send(caller.inDialog(Method.INFO).withBody("text/plain", World.bytes("hello")));
        world.info(call(), "text/plain", World.bytes("yes"));
        world.run(Duration.ofMillis(50));

        assertThat(caller.requests.getFirst().method().name()).isEqualTo("INFO");
        assertThat(events())
                .containsExactly(
                        new CallEvent.InfoReceived("text/plain", World.bytes("hello")),
                        new CallEvent.InfoAnswered("text/plain", 200));
    }

    @Test
    void requestsOutOfOrderOrOfOthersAreRefused() {
        answered();
        SipRequest old = caller.inDialog(Method.INFO);
        SipRequest next = caller.inDialog(Method.INFO);
        SipRequest bye = caller.inDialog(Method.BYE);
        caller.send(next, old, bye.with(HeaderName.FROM, "<sip:x@example.net>;tag=other"));

        assertThat(caller.statuses()).containsExactly(200, 200, 500, 481);
        assertThat(world.agent.counters().calls()).isOne();
    }

    @Test
    void aByeThatIsNotAnsweredEndsTheCallAllTheSame() {
        answered();
        caller.answers = false;
        world.hangUp(call());
        world.run(LONG);

        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.BYE_UNANSWERED));
    }

    @Test
    void aChallengeOfTheCallerIsNotAnswered() {
        answered();
        caller.answers = false;
        world.hangUp(call());
        world.run(Duration.ofMillis(20));
        world.send(
                SipResponse.to(caller.requests.getFirst(), 401)
                        .with(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"x\", nonce=\"y\""),
                Caller.AT);
        world.run(LONG);

        assertThat(caller.requests).hasSize(1);
        assertThat(events())
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void everyMessageOfItIsShown() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        SipRequest invite = caller.invite("studio");
        caller.send(invite);
        caller.send(caller.cancel(invite));
        caller.send(ackOf(caller.responses.getFirst()));
        caller.send(caller.inDialog(Method.BYE));

        assertThat(world.traces).allMatch(trace -> trace.call().equals(call()));
        assertThat(world.traces.stream().map(IncomingCallTest::arrow))
                .containsExactly(
                        "< INVITE",
                        "> 200 INVITE",
                        "< CANCEL",
                        "> 200 CANCEL",
                        "< ACK",
                        "< BYE",
                        "> 200 BYE");
    }

    private static String arrow(Output.Trace trace) {
        SipMessage message = trace.message();
        String status = message instanceof SipResponse response ? response.status() + " " : "";
        return (trace.sent() ? "> " : "< ") + status + message.cseq().method();
    }

    @Test
    void aCallToOurselvesHasTwoSides() {
        Target ourselves = new Target(Transport.UDP, World.OURS, 5060);
        world.put(ourselves, (message, _) -> world.send(message, ourselves));
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        CallHandle out = world.call(world.order("sip:studio@192.0.2.1", ourselves));
        world.run(Duration.ofSeconds(1));

        CallHandle in = call();
        assertThat(world.eventsOf(out)).containsExactly(new CallEvent.Answered(200, ANSWER));
        world.hangUp(out);
        world.run(LONG);
        assertThat(world.eventsOf(in)).containsExactly(new CallEvent.RemoteBye(null));
        assertThat(world.eventsOf(out))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    private void answered() {
        world.arrived = arrival -> world.answer(arrival.call(), ANSWER);
        caller.send(caller.invite("studio"));
        caller.send(caller.ack());
    }

    private CallHandle call() {
        return world.arrivals.getFirst().call();
    }

    private List<CallEvent> events() {
        return Objects.requireNonNull(world.events.get(call()));
    }
}
