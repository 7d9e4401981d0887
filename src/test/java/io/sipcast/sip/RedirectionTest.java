package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where 3xx answers lead, and what they must not lead to. */
class RedirectionTest {
    private static final Target ELSEWHERE =
            new Target(Transport.UDP, World.ip("203.0.113.7"), 5060);
    private static final String DIGEST = "Digest realm=\"trunk\", nonce=\"n\"";

    private World world = new World(1);
    private Callee server = new Callee(world, Plan.answering());
    private Callee elsewhere = elsewhere();

    /** What the server says to an INVITE for this user; others are answered. */
    private final Map<String, String> contacts = new HashMap<>();

    private int status = 302;

    private Callee elsewhere() {
        Callee other = new Callee(world, Plan.answering().through("sip:carol@203.0.113.7"));
        world.put(World.SERVER, server);
        world.put(ELSEWHERE, other);
        server.gate = this::redirect;
        return other;
    }

    private @Nullable SipResponse redirect(SipRequest request) {
        String to = contacts.get(request.uri().print());
        return to != null && request.method().equals(Method.INVITE)
                ? SipResponse.to(request, status).withToTag("redirect").with(HeaderName.CONTACT, to)
                : null;
    }

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.resolving() + counters.logins()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302})
    void theCallGoesOnToTheContact(int answer) {
        status = answer;
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7?Subject=x>");
        CallHandle call = call();

        SipRequest first = server.received.getFirst();
        SipRequest second = elsewhere.received.getFirst();
        assertThat(second.uri()).hasToString("sip:carol@203.0.113.7");
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.from()).isEqualTo(first.from());
        assertThat(second.to()).isEqualTo(first.to());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.cseq().number()).isEqualTo(2);
        assertThat(second.headers().has("Subject")).isFalse();
        assertThat(server.received).extracting(r -> r.method().name()).contains("ACK");
        assertThat(world.eventsOf(call))
                .contains(new CallEvent.SentOn(answer, Uri.parse("sip:carol@203.0.113.7")))
                .last()
                .isInstanceOf(CallEvent.Answered.class);
        assertThat(elsewhere.leg().acknowledged).isTrue();
    }

    @Test
    void contactsAreTriedByTheirQ() {
        contacts.put(
                "sip:bob@example.com",
                "<sip:third@203.0.113.7>;q=0.1, <sip:first@203.0.113.7>,"
                        + " <sip:second@203.0.113.7>;q=0.5");
        elsewhere.gate =
                request ->
                        request.method().equals(Method.INVITE)
                                ? SipResponse.to(request, 480).withToTag("away")
                                : null;
        CallHandle call = call();

        assertThat(invites(elsewhere))
                .containsExactly(
                        "sip:first@203.0.113.7", "sip:second@203.0.113.7", "sip:third@203.0.113.7");
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(
                        new CallEvent.Failed(
                                new Failure.SentOn(
                                        "sip:third@203.0.113.7",
                                        new Failure.Rejected(480, "Temporarily Unavailable"))));
    }

    @Test
    void a6xxSpeaksForAllContacts() {
        contacts.put("sip:bob@example.com", "<sip:a@203.0.113.7>;q=0.2, <sip:b@203.0.113.7>;q=0.1");
        elsewhere.gate = request -> SipResponse.to(request, 603).withToTag("no");
        CallHandle call = call();

        assertThat(invites(elsewhere)).containsExactly("sip:a@203.0.113.7");
        assertThat(failure(call))
                .isEqualTo(
                        new Failure.SentOn(
                                "sip:a@203.0.113.7", new Failure.Rejected(603, "Decline")));
    }

    @Test
    void noAddressIsTriedTwice() {
        world.names.put("b.example", List.of(World.SERVER));
        contacts.put("sip:bob@example.com", "<sip:bob@b.example>");
        contacts.put("sip:bob@b.example", "<sip:bob@EXAMPLE.com>");
        CallHandle call = call();

        assertThat(failure(call))
                .isEqualTo(
                        new Failure.SentOn(
                                "sip:bob@b.example",
                                new Failure.NotFollowed(
                                        302,
                                        "Moved Temporarily",
                                        "it leads back to an address that was tried")));
        assertThat(invites(server)).hasSize(2);
    }

    @Test
    void fiveTimesAndNoMore() {
        contacts.put("sip:bob@example.com", "<sip:1@198.51.100.5>");
        for (int i = 1; i < 10; i++) {
            contacts.put("sip:" + i + "@198.51.100.5", "<sip:" + (i + 1) + "@198.51.100.5>");
        }
        CallHandle call = call();

        assertThat(invites(server)).hasSize(6).last().isEqualTo("sip:5@198.51.100.5");
        assertThat(failure(call).sentence())
                .isEqualTo(
                        "sent on to sip:5@198.51.100.5: answered 302 Moved Temporarily, which was"
                                + " not followed: it was sent on 5 times already");
    }

    @Test
    void whereItMustNotGoItDoesNotGo() {
        String sentence = "Connecting to 203.0.113.7 is not allowed by net.allowed-targets.";
        world.forbidden.put("203.0.113.7", sentence);
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        CallHandle call = call();

        assertThat(elsewhere.received).isEmpty();
        assertThat(failure(call))
                .isEqualTo(
                        new Failure.SentOn(
                                "sip:carol@203.0.113.7",
                                new Failure.Unresolved("203.0.113.7", sentence)));
    }

    @Test
    void theNewHostGetsNoCredentials() {
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        server.gate =
                request ->
                        request.headers().has(HeaderName.AUTHORIZATION)
                                ? redirect(request)
                                : challenge(request);
        elsewhere.gate =
                request -> request.method().equals(Method.INVITE) ? challenge(request) : null;
        CallHandle call = call();

        assertThat(server.received).anyMatch(r -> r.headers().has(HeaderName.AUTHORIZATION));
        assertThat(elsewhere.received)
                .hasSize(2) // INVITE and ACK
                .noneMatch(r -> r.headers().has(HeaderName.AUTHORIZATION))
                .noneMatch(r -> r.headers().has(HeaderName.PROXY_AUTHORIZATION));
        assertThat(failure(call))
                .isInstanceOfSatisfying(
                        Failure.SentOn.class,
                        end -> assertThat(end.why()).isInstanceOf(Failure.ChallengeRefused.class));
    }

    @Test
    void noChallengeOfTheNewHostIsAnsweredInTheCallEither() {
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        server.gate =
                request ->
                        request.headers().has(HeaderName.AUTHORIZATION)
                                ? redirect(request)
                                : challenge(request);
        elsewhere.gate = request -> request.method().equals(Method.BYE) ? challenge(request) : null;
        CallHandle call = call();
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(elsewhere.received)
                .extracting(r -> r.method().name())
                .containsExactly("INVITE", "ACK", "BYE");
        assertThat(elsewhere.received).noneMatch(r -> r.headers().has(HeaderName.AUTHORIZATION));
    }

    @Test
    void withoutAConfiguredServerTheFirstOneIsIt() {
        world.names.put("example.com", List.of(World.SERVER));
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        server.gate =
                request ->
                        request.headers().has(HeaderName.AUTHORIZATION)
                                ? redirect(request)
                                : challenge(request);
        elsewhere.gate = request -> request.method().equals(Method.BYE) ? challenge(request) : null;
        CallHandle call = world.call(world.order("sip:bob@example.com"));
        world.run(Duration.ofSeconds(3));
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(elsewhere.received)
                .extracting(r -> r.method().name())
                .containsExactly("INVITE", "ACK", "BYE");
        assertThat(elsewhere.received).noneMatch(r -> r.headers().has(HeaderName.AUTHORIZATION));
    }

    @Test
    void anotherUserOfOurDomainIsReachedByOurServer() {
        contacts.put("sip:bob@example.com", "<sip:carol@example.com>");
        server.gate =
                request ->
                        request.headers().has(HeaderName.AUTHORIZATION)
                                ? redirect(request)
                                : challenge(request);
        CallHandle call = call();

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        SipRequest last = world.requests("INVITE").getLast();
        assertThat(last.uri()).hasToString("sip:carol@example.com");
        assertThat(last.headers().first(HeaderName.AUTHORIZATION))
                .contains("uri=\"sip:carol@example.com\"");
    }

    @Test
    void aProxyIsUsedForTheSameUri() {
        status = 305;
        contacts.put("sip:bob@example.com", "<sip:203.0.113.7;lr>");
        CallHandle call = call();

        assertThat(invites(elsewhere)).containsExactly("sip:bob@example.com");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {380, 399})
    void otherKindsAreNotFollowed(int answer) {
        status = answer;
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        CallHandle call = call();

        assertThat(elsewhere.received).isEmpty();
        assertThat(failure(call).status()).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tel:+49301234>",
                "<mailto:bob@example.com>",
                "<sip:carol@203.0.113.7;method=MESSAGE>",
                "<sip:carol@203.0.113.7;transport=sctp>"
            })
    void whatCannotBeCalledIsNot(String contact) {
        contacts.put("sip:bob@example.com", contact);
        CallHandle call = call();

        assertThat(elsewhere.received).isEmpty();
        assertThat(failure(call))
                .isEqualTo(
                        new Failure.NotFollowed(
                                302,
                                "Moved Temporarily",
                                "it names no address that can be called from here"));
    }

    @Test
    void theSettingForbidsIt() {
        world = new World(1, Settings.DEFAULT.withRedirects(false));
        server = new Callee(world, Plan.answering());
        elsewhere = elsewhere();
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        CallHandle call = call();

        assertThat(elsewhere.received).isEmpty();
        assertThat(failure(call)).isEqualTo(new Failure.Rejected(302, "Moved Temporarily"));
    }

    @Test
    void hangingUpWhileTheNewHostIsLookedUpEndsIt() {
        contacts.put("sip:bob@example.com", "<sip:carol@203.0.113.7>");
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(15));
        assertThat(world.agent.counters().resolving()).isOne();
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(elsewhere.received).isEmpty();
        assertThat(world.requests("CANCEL")).isEmpty();
        assertThat(failure(call)).isEqualTo(new Failure.Cancelled());
    }

    @Test
    void aRegistrationIsNotSentOn() {
        server.gate =
                request ->
                        SipResponse.to(request, 302)
                                .withToTag("r")
                                .with(HeaderName.CONTACT, "<sip:203.0.113.7>");
        RegistrationHandle registration = world.register(3600);
        world.run(Duration.ofSeconds(1));

        assertThat(elsewhere.received).isEmpty();
        assertThat(world.eventsOf(registration))
                .containsExactly(
                        new RegistrationEvent.Failed(
                                new Failure.Rejected(302, "Moved Temporarily")));
    }

    private CallHandle call() {
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(3));
        return call;
    }

    private Failure failure(CallHandle call) {
        CallEvent last = world.eventsOf(call).getLast();
        assertThat(last).isInstanceOf(CallEvent.Failed.class);
        return ((CallEvent.Failed) last).why();
    }

    private static List<String> invites(Callee callee) {
        return callee.received.stream()
                .filter(request -> request.method().equals(Method.INVITE))
                .map(request -> request.uri().print())
                .toList();
    }

    private static SipResponse challenge(SipRequest request) {
        return SipResponse.to(request, 401)
                .withToTag("gate")
                .with(HeaderName.WWW_AUTHENTICATE, DIGEST);
    }
}
