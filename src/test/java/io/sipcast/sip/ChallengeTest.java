package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who challenges, and whether it gets an answer. */
class ChallengeTest {
    private static final String DIGEST = "Digest realm=\"trunk\", qop=\"auth\", algorithm=MD5";

    private final World world = new World(1);
    private final Callee callee = new Callee(world, Plan.answering());
    private final Set<String> challenged = new HashSet<>();
    private int nonces;

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
    }

    @Test
    void answersTheServer() {
        callee.gate = request -> challengeOnce(request, 401, "INVITE");
        CallHandle call = established();

        List<SipRequest> invites = world.requests("INVITE");
        assertThat(invites).hasSize(2);
        assertThat(invites.getLast().cseq().number()).isEqualTo(2);
        assertThat(invites.getLast().callId()).isEqualTo(invites.getFirst().callId());
        assertThat(invites.getLast().from()).isEqualTo(invites.getFirst().from());
        assertThat(invites.getLast().via().branch())
                .isNotEqualTo(invites.getFirst().via().branch());
        assertThat(invites.getLast().headers().first(HeaderName.AUTHORIZATION))
                .contains("username=\"alice\"")
                .contains("nonce=\"n1\"")
                .doesNotContain("secret");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void answersAProxyAndThenTheServerBehindIt() {
        callee.gate =
                request -> {
                    SipResponse proxy = challengeOnce(request, 407, "INVITE");
                    return proxy == null ? challengeOnce(request, 401, "INVITE") : proxy;
                };
        established();

        SipRequest last = world.requests("INVITE").getLast();
        assertThat(world.requests("INVITE")).hasSize(3);
        assertThat(last.headers().has(HeaderName.AUTHORIZATION)).isTrue();
        assertThat(last.headers().has(HeaderName.PROXY_AUTHORIZATION)).isTrue();
    }

    @Test
    void renewsAStaleNonce() {
        callee.gate =
                request -> {
                    String credentials = request.headers().first(HeaderName.AUTHORIZATION);
                    boolean fresh = credentials != null && credentials.contains("n2");
                    return fresh || !request.method().equals(Method.INVITE)
                            ? null
                            : challenge(request, 401, credentials == null ? "" : ", stale=true");
                };
        CallHandle call = established();

        assertThat(world.requests("INVITE")).hasSize(3);
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void aRefusedPasswordIsNotTriedAgain() {
        callee.gate =
                request ->
                        request.method().equals(Method.INVITE) ? challenge(request, 401, "") : null;
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(1));

        assertThat(world.requests("INVITE")).hasSize(2);
        assertThat(world.eventsOf(call))
                .containsExactly(
                        new CallEvent.Failed(
                                new Failure.CredentialsRefused(
                                        401, "The server does not accept the password")));
    }

    @Test
    void withoutAPasswordThereIsNoAnswer() {
        callee.gate = request -> challengeOnce(request, 407, "INVITE");
        OutgoingCall order = world.order("sip:bob@example.com", World.SERVER);
        CallHandle call =
                world.call(
                        new OutgoingCall(
                                order.call(),
                                new Account("alice", "alice", null, "example.com", 0, null),
                                order.callee(),
                                order.targets(),
                                order.offer(),
                                List.of()));
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(call))
                .containsExactly(
                        new CallEvent.Failed(
                                new Failure.ChallengeRefused(
                                        407, "The server asks for a password")));
    }

    @Test
    void theAckAndTheByeCarryTheCredentialsOfTheServer() {
        callee.gate = request -> challengeOnce(request, 401, "INVITE");
        CallHandle call = established(); // the contact is the server: it is a B2BUA
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        SipRequest invite = world.requests("INVITE").getLast();
        SipRequest ack = world.requests("ACK").getLast();
        assertThat(ack.headers().first(HeaderName.AUTHORIZATION))
                .isEqualTo(invite.headers().first(HeaderName.AUTHORIZATION));
        assertThat(world.requests("BYE").getFirst().headers().has(HeaderName.AUTHORIZATION))
                .isTrue();
    }

    @Test
    void theProxyMayChallengeOurBye() {
        callee.script = _ -> Plan.answering().through("sip:bob@10.0.0.7", "sip:198.51.100.5;lr");
        callee.gate = request -> challengeOnce(request, 407, "INVITE", "BYE");
        CallHandle call = established();
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        List<SipRequest> byes = world.requests("BYE");
        assertThat(byes.getLast().headers().first(HeaderName.PROXY_AUTHORIZATION))
                .contains("nonce=\"n2\"");
        assertThat(byes.getLast().cseq().number()).isEqualTo(byes.getFirst().cseq().number() + 1);
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void aCalleeThatChallengesInTheNameOfTheTrunkLearnsNothing() {
        Target mallory = new Target(Transport.UDP, World.ip("203.0.113.66"), 5060);
        world.put(mallory, callee);
        callee.script = _ -> Plan.answering().through("sip:bob@203.0.113.66");
        callee.gate =
                request -> {
                    SipResponse first = challengeOnce(request, 401, "INVITE");
                    boolean bye = request.method().equals(Method.BYE);
                    return first == null && bye ? challenge(request, 401, "") : first;
                };
        CallHandle call = established();
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(world.requests("ACK").getLast().headers().has(HeaderName.AUTHORIZATION))
                .isFalse();
        assertThat(world.requests("BYE"))
                .hasSize(1)
                .noneMatch(bye -> bye.headers().has(HeaderName.AUTHORIZATION));
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void aCallKnowsTheRealmThatItsRegistrationLearnt() {
        callee.gate = request -> challengeOnce(request, 401, "REGISTER");
        RegistrationHandle registration = world.register(3600);
        world.run(Duration.ofSeconds(1));
        established();
        world.release(registration);

        assertThat(world.requests("INVITE").getFirst().headers().first(HeaderName.AUTHORIZATION))
                .contains("nonce=\"n1\"")
                .contains("nc=00000002");
    }

    @Test
    void answersTheProxyWithinTheCallAndAcknowledgesWithTheSame() {
        callee.gate =
                request -> {
                    SipResponse first = challengeOnce(request, 407, "INVITE");
                    boolean again = first == null && request.to().tag() != null;
                    if (!again || !request.method().equals(Method.INVITE)) {
                        return first;
                    }
                    return challenged.add("re-INVITE")
                            ? challenge(request, 407, ", stale=true")
                            : SipResponse.to(request, 200);
                };
        CallHandle call = established();
        world.reInvite(call, World.bytes("v=0 again"));
        world.run(Duration.ofSeconds(1));

        SipRequest invite = world.requests("INVITE").getLast();
        SipRequest ack = world.requests("ACK").getLast();
        String credentials = invite.headers().first(HeaderName.PROXY_AUTHORIZATION);
        assertThat(invite.cseq().print()).isEqualTo("4 INVITE");
        assertThat(invite.body()).isEqualTo(World.bytes("v=0 again"));
        assertThat(credentials).contains("nonce=\"n2\"");
        assertThat(ack.cseq().print()).isEqualTo("4 ACK");
        assertThat(ack.headers().first(HeaderName.PROXY_AUTHORIZATION)).isEqualTo(credentials);
    }

    private CallHandle established() {
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        return call;
    }

    /** Challenges the first request of each of these methods. */
    private @Nullable SipResponse challengeOnce(SipRequest request, int status, String... methods) {
        String method = request.method().name();
        boolean first = List.of(methods).contains(method) && challenged.add(status + method);
        return first ? challenge(request, status, "") : null;
    }

    private SipResponse challenge(SipRequest request, int status, String more) {
        return SipResponse.to(request, status)
                .withToTag("gate")
                .with(
                        status == 401 ? HeaderName.WWW_AUTHENTICATE : HeaderName.PROXY_AUTHENTICATE,
                        DIGEST + ", nonce=\"n" + ++nonces + "\"" + more);
    }
}
