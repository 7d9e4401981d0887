package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.Header;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Via;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private final World world = new World(1);

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.resolving() + counters.logins()).isZero();
        world.events.values().forEach(CallTest::assertOneEnd);
    }

    private static void assertOneEnd(List<CallEvent> events) {
        assertThat(events).last().isInstanceOf(CallEvent.Closing.class);
        assertThat(events).filteredOn(e -> e instanceof CallEvent.Closing).hasSize(1);
    }

    @Test
    void ringsIsAnsweredAndHangsUp() {
        new Callee(world, Plan.answering().early(183));
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.hangUp(call);
        world.run(LONG);

        assertThat(world.eventsOf(call))
                .containsExactly(
                        new CallEvent.Trying(),
                        new CallEvent.Provisional(
                                183, "Session Progress", World.bytes("v=0 early")),
                        new CallEvent.Answered(200, World.bytes("v=0 answer")),
                        new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
        assertThat(world.sent.stream().map(m -> m.cseq().print()))
                .containsExactly("1 INVITE", "1 ACK", "2 BYE");
    }

    @Test
    void theInviteHasAllThatAPeerNeeds() {
        new Callee(world, Plan.answering());
        OutgoingCall plain =
                world.order("sip:+49151@example.com;user=phone?Subject=x", World.SERVER);
        world.call(
                new OutgoingCall(
                        plain.call(),
                        new Account("alice", "a", null, "example.com", 5070, "Alice \"A\""),
                        plain.callee(),
                        plain.targets(),
                        plain.offer(),
                        List.of(new Header("X-Room", "7"))));

        SipRequest invite = world.requests("INVITE").getFirst();
        Via via = invite.via();
        assertThat(invite.uri().print()).isEqualTo("sip:+49151@example.com;user=phone");
        assertThat(via.transport() + " " + via.host() + ":" + via.port())
                .isEqualTo("UDP 192.0.2.1:5060");
        assertThat(via.branch()).startsWith("z9hG4bK").hasSizeGreaterThan(20);
        assertThat(via.hasRport()).isTrue();
        assertThat(invite.from().print())
                .startsWith("\"Alice \\\"A\\\"\" <sip:alice@example.com:5070>;tag=");
        assertThat(invite.to().print()).isEqualTo("<sip:+49151@example.com;user=phone>");
        assertThat(invite.contacts().getFirst().print()).isEqualTo("<sip:alice@192.0.2.1:5060>");
        assertHeader(invite, "Max-Forwards", "70");
        assertHeader(invite, "CSeq", "1 INVITE");
        assertHeader(invite, "User-Agent", "Sipcast");
        assertHeader(invite, "Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE");
        assertHeader(invite, "Content-Type", "application/sdp");
        assertHeader(invite, "X-Room", "7");
        assertThat(invite.body()).isEqualTo(World.OFFER);
    }

    private static AbstractAssert<?, ?> assertHeader(SipRequest request, String name, String is) {
        return assertThat(request.headers().first(name)).as(name).isEqualTo(is);
    }

    @Test
    void theContactNamesTcpWhereTheRequestGoesByTcp() {
        Target tcp = World.SERVER.over(Transport.TCP);
        world.put(tcp, new Callee(world, Plan.answering()));
        CallHandle call = world.call(world.order("sip:bob@example.com", tcp));
        world.run(Duration.ofSeconds(2));

        SipRequest invite = world.requests("INVITE").getFirst();
        assertThat(invite.via().transport()).isEqualTo("TCP");
        assertThat(invite.contacts().getFirst().print())
                .isEqualTo("<sip:alice@192.0.2.1:5060;transport=tcp>");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void inDialogRequestsFollowTheRecordedRoute() {
        Target inner = new Target(Transport.UDP, World.ip("198.51.100.9"), 5080);
        Callee callee =
                new Callee(
                        world,
                        Plan.answering()
                                .through(
                                        "sip:bob@10.0.0.7:5062",
                                        "sip:far.example.net;lr",
                                        "sip:198.51.100.9:5080;lr"));
        world.put(inner, callee);
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.hangUp(call);
        world.run(LONG);

        for (String method : List.of("ACK", "BYE")) {
            SipRequest request = world.requests(method).getFirst();
            assertThat(request.uri().print()).isEqualTo("sip:bob@10.0.0.7:5062");
            assertThat(request.headers().all(HeaderName.ROUTE))
                    .containsExactly("<sip:198.51.100.9:5080;lr>", "<sip:far.example.net;lr>");
        }
        assertThat(callee.leg().byeReceived).isTrue();
    }

    @Test
    void namesInTheRouteAreResolvedOnce() {
        Target inner = new Target(Transport.UDP, World.ip("198.51.100.9"), 5060);
        world.names.put("edge.example.net", List.of(inner));
        Callee callee =
                new Callee(
                        world,
                        Plan.answering().through("sip:bob@10.0.0.7", "sip:Edge.example.net;lr"));
        world.put(inner, callee);
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.names.clear();
        world.hangUp(call);
        world.run(LONG);

        assertThat(callee.leg().acknowledged).isTrue();
        assertThat(callee.leg().byeReceived).isTrue();
    }

    @Test
    void aRouteThatLeadsNowhereFallsBackToWhereTheInviteWent() {
        Callee callee =
                new Callee(
                        world,
                        Plan.answering().through("sip:bob@10.0.0.7", "sip:lost.example.net;lr"));
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.hangUp(call);
        world.run(LONG);

        assertThat(callee.leg().acknowledged).isTrue();
        assertThat(callee.leg().byeReceived).isTrue();
    }

    @Test
    void withoutTargetsTheCalleeItselfIsResolved() {
        world.names.put("example.com", List.of(World.SERVER));
        new Callee(world, Plan.answering());
        CallHandle call = world.call(world.order("sip:bob@example.com"));
        CallHandle lost = world.call(world.order("sip:bob@example.org"));
        CallHandle secure = world.call(world.order("sips:bob@example.com;transport=udp"));
        world.run(Duration.ofSeconds(2));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(world.eventsOf(lost))
                .containsExactly(new CallEvent.Failed(new Failure.Unresolved("example.org")));
        assertThat(world.eventsOf(secure))
                .containsExactly(
                        new CallEvent.Failed(new Failure.Unreachable("a URI of that kind")));
    }

    @Test
    void a2xxThatComesAgainIsAcknowledgedAgain() {
        Callee callee = new Callee(world, Plan.answering());
        world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.send(callee.leg().response(200), World.SERVER);
        world.run(Duration.ofSeconds(1));

        List<SipRequest> acks = world.requests("ACK");
        assertThat(acks).hasSize(2);
        assertThat(acks.getLast()).isEqualTo(acks.getFirst());
    }

    @Test
    void anEarlyAnswerStandsInForOneThatTheFinalResponseLacks() {
        Callee callee = new Callee(world, Plan.ringing().early(183));
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(1));
        world.send(callee.leg().response(200), World.SERVER);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Answered(200, World.bytes("v=0 early")));
    }

    @Test
    void theFirstOfTwoForksIsTheCallAndTheOtherIsEnded() {
        Callee callee = new Callee(world, Plan.answering().branches(2));
        CallHandle call = world.call("sip:bob@example.com");
        world.run(LONG);

        List<Callee.Leg> legs = List.copyOf(callee.legs.values());
        assertThat(legs).allMatch(leg -> leg.acknowledged);
        assertThat(legs.getFirst().byeReceived).isFalse();
        assertThat(legs.getLast().byeReceived).isTrue();
        assertThat(world.eventsOf(call))
                .filteredOn(e -> e instanceof CallEvent.Answered)
                .hasSize(1);
        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Closing);
    }

    @Test
    void aRefusalIsAcknowledgedAndTold() {
        Callee callee = new Callee(world, Plan.refusing(486));
        CallHandle call = world.call("sip:bob@example.com");
        world.run(LONG);

        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Failed(new Failure.Rejected(486, "Busy Here")));
        SipRequest ack = callee.received.getLast();
        SipRequest invite = callee.received.getFirst();
        assertThat(ack.method()).isEqualTo(Method.ACK);
        assertThat(ack.via()).isEqualTo(invite.via());
        assertThat(ack.to().tag()).isEqualTo(callee.leg().tag);
    }

    @Test
    void silenceIsATimeoutAfter32Seconds() {
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(31_999));
        assertThat(world.eventsOf(call)).isEmpty();
        world.run(Duration.ofMillis(1));

        assertThat(world.eventsOf(call))
                .containsExactly(
                        new CallEvent.Failed(new Failure.TimedOut("udp:198.51.100.5:5060")));
        assertThat(world.requests("INVITE")).hasSize(7);
    }

    @Test
    void theNextTargetIsTriedWhenOneRefuses() {
        Target first = new Target(Transport.UDP, World.ip("198.51.100.1"), 5060);
        Target second = new Target(Transport.TCP, World.ip("198.51.100.2"), 5060);
        world.refusing.add(first);
        world.refusing.add(second);
        new Callee(world, Plan.answering());
        CallHandle call =
                world.call(world.order("sip:bob@example.com", first, second, World.SERVER));
        CallHandle lost = world.call(world.order("sip:bob@example.com", first, second));
        world.run(Duration.ofSeconds(2));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(world.eventsOf(lost))
                .containsExactly(
                        new CallEvent.Failed(new Failure.Unreachable("tcp:198.51.100.2:5060")));
        assertThat(world.requests("INVITE").stream().map(r -> r.cseq().number())).containsOnly(1L);
    }

    @Test
    void theCalleeHangsUp() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        SipRequest bye =
                callee.leg()
                        .request(Method.BYE)
                        .with(HeaderName.REASON, "Q.850;cause=16;text=\"bye\"");
        callee.request(bye, World.SERVER, _ -> callee.leg().byeAnswered = true);
        world.run(LONG);

        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.RemoteBye("Q.850;cause=16;text=\"bye\""));
        assertThat(callee.leg().byeAnswered).isTrue();
        assertThat(world.requests("BYE")).isEmpty();
    }

    @Test
    void aByeFromACalleeWhoseAnswerWasLostEndsTheCall() {
        Callee callee = new Callee(world, Plan.ringing());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(500));
        send(callee.leg().request(Method.BYE));
        world.run(LONG);

        assertThat(world.eventsOf(call)).last().isEqualTo(new CallEvent.RemoteBye(null));
        assertThat(world.responses().getFirst().status()).isEqualTo(200);
        assertThat(world.requests("CANCEL")).hasSize(1);
    }

    @Test
    void requestsInAnEarlyDialogAreAnswered() {
        Callee callee = new Callee(world, Plan.ringing());
        world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(500));
        Callee.Leg leg = callee.leg();
        send(
                leg.request(Method.UPDATE).withBody("application/sdp", World.OFFER),
                leg.request(Method.INFO),
                leg.request(Method.OPTIONS));

        assertThat(world.responses().stream().map(r -> r.status())).containsExactly(491, 200, 200);
    }

    @Test
    void aByeThatIsNeverAnsweredEndsTheCallAllTheSame() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.put(World.SERVER, (_, _) -> {});
        world.hangUp(call);
        world.run(LONG);

        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.BYE_UNANSWERED));
        assertThat(callee.leg().byeReceived).isFalse();
    }

    @Test
    void aRequestThatComesTooLateIsA500() {
        Callee callee = new Callee(world, Plan.answering());
        world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        SipRequest late = callee.leg().request(Method.INFO);
        send(callee.leg().request(Method.INFO), late);

        assertThat(world.responses().stream().map(r -> r.status())).containsExactly(200, 500);
    }

    @Test
    void whatIsNotOfThisDialogIsA481() {
        Callee callee = new Callee(world, Plan.answering());
        world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        SipRequest info = callee.leg().request(Method.INFO);
        send(
                stranger(info),
                again(callee, info.with(HeaderName.TO, info.to().withTag("other").print())),
                again(callee, info.with(HeaderName.CALL_ID, "other")));

        assertThat(world.responses().stream().map(r -> r.status())).containsExactly(481, 481, 481);
    }

    @Test
    void requestsThatWeDoNotServeAreRefusedAndTheCallGoesOn() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        Callee.Leg leg = callee.leg();
        send(
                leg.request(Method.REFER).with(HeaderName.REFER_TO, "<sip:carol@example.com>"),
                leg.request(Method.NOTIFY),
                leg.request(Method.MESSAGE),
                leg.request(new Method("DANCE")),
                leg.request(Method.OPTIONS),
                leg.request(Method.INFO).with(HeaderName.REQUIRE, "dancing"));

        assertThat(world.responses().stream().map(r -> r.status()))
                .containsExactly(603, 489, 405, 501, 200, 420);
        assertThat(world.responses().getLast().unsupported()).containsExactly("dancing");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void infoGoesBothWays() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        String type = "application/media_control+xml";
        send(callee.leg().request(Method.INFO).withBody(type, World.bytes("<x/>")));
        world.info(call, type, World.bytes("<picture_fast_update/>"));
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(call))
                .endsWith(
                        new CallEvent.InfoReceived(type, World.bytes("<x/>")),
                        new CallEvent.InfoAnswered(type, 200));
        assertThat(callee.received.getLast().body())
                .isEqualTo(World.bytes("<picture_fast_update/>"));
    }

    @Test
    void a481ToAnInfoEndsTheCall() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        callee.legs.clear();
        callee.gate =
                request ->
                        request.method().equals(Method.INFO) ? SipResponse.to(request, 481) : null;
        world.info(call, "text/plain", World.bytes("x"));
        world.run(LONG);

        assertThat(world.eventsOf(call))
                .endsWith(
                        new CallEvent.InfoAnswered("text/plain", 481),
                        new CallEvent.Terminated(CallEvent.Termination.UNKNOWN_TO_PEER));
    }

    @Test
    void everyMessageOfACallIsTraced() {
        new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.hangUp(call);
        world.run(LONG);

        assertThat(world.traces).allMatch(trace -> trace.call().equals(call));
        assertThat(world.traces.stream().map(t -> (t.sent() ? "> " : "< ") + line(t)))
                .containsExactly("> INVITE", "< 100", "< 180", "< 200", "> ACK", "> BYE", "< 200");
    }

    private static String line(Output.Trace trace) {
        return switch (trace.message()) {
            case SipRequest request -> request.method().name();
            case SipResponse response -> Integer.toString(response.status());
        };
    }

    private static SipRequest stranger(SipRequest request) {
        return request.with(HeaderName.FROM, request.from().withTag("other").print());
    }

    /** A new transaction with what the request says. */
    private static SipRequest again(Callee callee, SipRequest request) {
        String via = callee.leg().request(Method.INFO).via().print();
        return request.with(HeaderName.VIA, via)
                .with(
                        HeaderName.CSEQ,
                        new CSeq(request.cseq().number() + 10, request.method()).print());
    }

    private void send(SipRequest... requests) {
        Stream.of(requests).map(Objects::requireNonNull).forEach(this::send);
    }

    private void send(SipRequest request) {
        world.send(request, World.SERVER);
        world.run(Duration.ofMillis(20));
    }
}
