package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PRACK, RFC 3262, at the caller's side. */
class ReliableProvisionalTest {
    private static final Bytes EARLY = World.bytes("v=0 early");
    private static final CallEvent PROGRESS =
            new CallEvent.Provisional(183, "Session Progress", EARLY);

    private World world = new World(1);

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
    }

    @Test
    void isOffered() {
        tried(Plan.ringing());

        assertThat(world.requests("INVITE").getFirst().supported()).contains("100rel");
        assertThat(world.requests("INVITE").getFirst().require()).isEmpty();
    }

    @Test
    void isNotOfferedWhenOffButPrackComesAllTheSame() {
        world = new World(1, Settings.DEFAULT.withReliableProvisional(false));
        Callee callee = tried(Plan.ringing().without(false));
        send(reliable(callee.leg(), 1));

        assertThat(world.requests("INVITE").getFirst().supported()).doesNotContain("100rel");
        assertThat(world.requests("PRACK")).hasSize(1);
    }

    @Test
    void isAcknowledgedInTheEarlyDialogAlongItsRoute() {
        Target inner = new Target(Transport.UDP, World.ip("198.51.100.9"), 5080);
        Callee callee =
                tried(
                        Plan.ringing()
                                .without(false)
                                .through(
                                        "sip:bob@10.0.0.7:5062",
                                        "sip:far.example.net;lr",
                                        "sip:198.51.100.9:5080;lr"));
        world.put(inner, callee);
        CallHandle call = call();
        send(reliable(callee.leg(), 776_656));

        SipRequest invite = world.requests("INVITE").getFirst();
        SipRequest prack = world.requests("PRACK").getFirst();
        assertThat(prack.uri().print()).isEqualTo("sip:bob@10.0.0.7:5062");
        assertThat(prack.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:198.51.100.9:5080;lr>", "<sip:far.example.net;lr>");
        assertThat(prack.headers().first(HeaderName.RACK)).isEqualTo("776656 1 INVITE");
        assertThat(prack.cseq().print()).isEqualTo("2 PRACK");
        assertThat(prack.from()).isEqualTo(invite.from());
        assertThat(prack.to().tag()).isEqualTo(callee.leg().tag);
        assertThat(prack.via().branch()).isNotEqualTo(invite.via().branch());
        assertThat(prack.body().size()).isZero();
        assertThat(world.eventsOf(call)).containsExactly(new CallEvent.Trying(), PROGRESS);
    }

    @Test
    void theCallGoesOnBehindThePrack() {
        Callee callee = tried(Plan.answering().without(false));
        send(reliable(callee.leg(), 1));
        world.run(Duration.ofSeconds(2));
        world.hangUp(call());
        world.runToTheEnd();

        assertThat(world.sent.stream().map(m -> m.cseq().print()))
                .containsExactly("1 INVITE", "2 PRACK", "1 ACK", "3 BYE");
        assertThat(callee.leg().byeReceived).isTrue();
    }

    @Test
    void oneThatComesAgainIsTakenOnce() {
        Callee callee = tried(Plan.ringing().without(false));
        send(reliable(callee.leg(), 5), reliable(callee.leg(), 5), reliable(callee.leg(), 4));

        assertThat(acknowledged()).containsExactly("5 1 INVITE");
        assertThat(world.eventsOf(call())).containsExactly(new CallEvent.Trying(), PROGRESS);
    }

    @Test
    void oneThatComesTooEarlyWaitsForItsTurn() {
        Callee callee = tried(Plan.ringing().without(false));
        SipResponse ringing = asReliable(callee.leg().response(180), 7);
        send(reliable(callee.leg(), 5), ringing);
        assertThat(acknowledged()).containsExactly("5 1 INVITE");

        send(asReliable(callee.leg().response(181), 6), ringing);

        assertThat(acknowledged()).containsExactly("5 1 INVITE", "6 1 INVITE", "7 1 INVITE");
        assertThat(statuses()).containsExactly(183, 181, 180);
    }

    @Test
    void unreliableOnesPassInBetween() {
        Callee callee = tried(Plan.ringing().without(false));
        send(
                reliable(callee.leg(), 1),
                callee.leg().response(180),
                callee.leg().response(183).with(HeaderName.REQUIRE, "100rel"), // without RSeq
                callee.leg().response(182).with(HeaderName.RSEQ, "2")); // without Require

        assertThat(acknowledged()).containsExactly("1 1 INVITE");
        assertThat(statuses()).containsExactly(183, 180, 183, 182);
    }

    @Test
    void aHundredIsNeverReliable() {
        Callee callee = tried(Plan.ringing().without(false));
        send(asReliable(callee.leg().response(100), 1));

        assertThat(world.requests("PRACK")).isEmpty();
    }

    @Test
    void eachBranchOfAForkHasItsOwnNumbers() {
        Callee callee = tried(Plan.ringing().without(false).branches(2));
        List<Callee.Leg> legs = List.copyOf(callee.legs.values());
        send(reliable(legs.getFirst(), 100), reliable(legs.getLast(), 7));
        send(asReliable(legs.getFirst().response(180), 101));

        assertThat(acknowledged()).containsExactly("100 1 INVITE", "7 1 INVITE", "101 1 INVITE");
        assertThat(world.requests("PRACK").stream().map(r -> r.to().tag()))
                .containsExactly("leg1", "leg2", "leg1");
        assertThat(world.requests("PRACK").stream().map(r -> r.cseq().number()))
                .containsExactly(2L, 2L, 3L);
    }

    @Test
    void anInviteWithCredentialsBeginsAnew() {
        Callee callee = new Callee(world, Plan.ringing().without(false));
        callee.gate =
                request ->
                        request.headers().has(HeaderName.PROXY_AUTHORIZATION)
                                        || request.method().equals(Method.ACK)
                                ? null
                                : challenge(request);
        world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(1));
        SipRequest first = world.requests("INVITE").getFirst();
        SipResponse early = // overtakes the challenge
                SipResponse.to(first, 183).withToTag("leg1").with(HeaderName.CONTACT, "<sip:b@x>");
        world.send(asReliable(early, 9), World.SERVER);
        world.run(Duration.ofMillis(200));
        send(reliable(callee.leg(), 4));

        assertThat(acknowledged()).startsWith("9 1 INVITE").endsWith("4 2 INVITE");
        assertThat(world.requests("PRACK").getLast().cseq().number()).isEqualTo(3);
    }

    @Test
    void theProxyMayChallengeThePrack() {
        Callee callee = new Callee(world, Plan.ringing().without(false));
        callee.gate =
                request ->
                        request.headers().has(HeaderName.PROXY_AUTHORIZATION)
                                        || request.method().equals(Method.ACK)
                                ? null
                                : challenge(request);
        world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(200));
        callee.gate =
                request ->
                        request.method().equals(Method.PRACK) && world.requests("PRACK").size() == 1
                                ? challenge(request, "fresh")
                                : null;
        send(reliable(callee.leg(), 1));

        SipRequest prack = world.requests("PRACK").getLast();
        assertThat(world.requests("PRACK")).hasSize(2);
        assertThat(prack.headers().first(HeaderName.PROXY_AUTHORIZATION)).contains("\"fresh\"");
        assertThat(prack.headers().first(HeaderName.RACK)).isEqualTo("1 2 INVITE");
    }

    @Test
    void aRefusedPrackEndsNothing() {
        Callee callee = tried(Plan.answering().without(false));
        callee.gate =
                request ->
                        request.method().equals(Method.PRACK) ? SipResponse.to(request, 481) : null;
        send(reliable(callee.leg(), 1));
        world.run(Duration.ofSeconds(2));

        assertThat(world.eventsOf(call())).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void aCancelledInviteIsNotAcknowledgedAnyMore() {
        Callee callee = tried(Plan.ringing().without(false));
        world.hangUp(call());
        send(reliable(callee.leg(), 1));

        assertThat(world.requests("PRACK")).isEmpty();
        assertThat(world.requests("CANCEL")).hasSize(1);
    }

    /** A callee that has said 100. */
    private Callee tried(Plan plan) {
        Callee callee = new Callee(world, plan);
        world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(50));
        return callee;
    }

    private CallHandle call() {
        return world.events.keySet().iterator().next();
    }

    private static SipResponse challenge(SipRequest request) {
        return challenge(request, "first");
    }

    private static SipResponse challenge(SipRequest request, String nonce) {
        return SipResponse.to(request, 407)
                .withToTag("proxy")
                .with(
                        HeaderName.PROXY_AUTHENTICATE,
                        "Digest realm=\"trunk\", nonce=\"" + nonce + "\", stale=true");
    }

    private static SipResponse reliable(Callee.Leg leg, long number) {
        return asReliable(leg.response(183).withBody("application/sdp", EARLY), number);
    }

    private static SipResponse asReliable(SipResponse response, long number) {
        return response.with(HeaderName.REQUIRE, "100rel")
                .with(HeaderName.RSEQ, Long.toString(number));
    }

    private List<String> acknowledged() {
        return world.requests("PRACK").stream()
                .map(request -> String.valueOf(request.headers().first(HeaderName.RACK)))
                .toList();
    }

    private List<Integer> statuses() {
        return world.eventsOf(call()).stream()
                .filter(event -> event instanceof CallEvent.Provisional)
                .map(event -> ((CallEvent.Provisional) event).status())
                .toList();
    }

    private void send(SipResponse... responses) {
        for (SipResponse response : responses) {
            world.send(response, World.SERVER);
            world.run(Duration.ofMillis(20));
        }
    }
}
