package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The next target when one is dead, refuses or is not available (RFC 3263 §4.3). */
class FailoverTest {
    private static final Target FIRST = new Target(Transport.UDP, World.ip("198.51.100.1"), 5060);
    private static final Target SECOND = World.SERVER;
    private static final Target FIRST_BY_TCP = FIRST.over(Transport.TCP);

    private final World world = new World(1);
    private final Callee callee = new Callee(world, Plan.answering());

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.registrationEvents.keySet().forEach(world::release);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.registrations() + counters.logins()).isZero();
    }

    @Test
    void aSilentTargetIsLeftAfterEightSeconds() {
        List<SipRequest> lost = silent(FIRST);
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofMillis(7999));
        assertThat(callee.received).isEmpty();
        world.run(Duration.ofMillis(1100));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        SipRequest second = callee.received.getFirst();
        assertThat(lost).hasSize(5).allMatch(invite -> invite.equals(lost.getFirst()));
        assertThat(second.via().branch()).isNotEqualTo(lost.getFirst().via().branch());
        assertThat(second.withHeaders(second.headers().without(HeaderName.VIA)))
                .as("the same request but for its branch")
                .isEqualTo(
                        lost.getFirst()
                                .withHeaders(lost.getFirst().headers().without(HeaderName.VIA)));
    }

    @Test
    void theOnlyTargetHasItsWholeTime() {
        silent(FIRST);
        CallHandle call = call(FIRST);
        world.run(Duration.ofMillis(31_999));
        assertThat(world.eventsOf(call)).isEmpty();
        world.run(Duration.ofMillis(1));

        assertThat(world.eventsOf(call))
                .containsExactly(new CallEvent.Failed(new Failure.TimedOut(FIRST.toString())));
    }

    @Test
    void aTargetThatRingsIsNotLeft() {
        Callee slow =
                new Callee(
                        world,
                        Plan.answering().answerAfter(40_000).through("sip:bob@198.51.100.1"));
        world.put(FIRST, slow);
        world.put(SECOND, callee);
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(41));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(callee.received).isEmpty();
    }

    @Test
    void aRefusedConnectionLeadsToTheNextAtOnce() {
        world.refusing.add(FIRST_BY_TCP);
        CallHandle call = call(FIRST_BY_TCP, SECOND);
        world.run(Duration.ofMillis(1100));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(world.requests("INVITE"))
                .extracting(invite -> invite.cseq().number())
                .containsExactly(1L, 1L);
    }

    @Test
    void whenNoneIsThereTheLastOneIsNamed() {
        world.refusing.add(FIRST);
        world.refusing.add(SECOND);
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(call))
                .containsExactly(new CallEvent.Failed(new Failure.Unreachable(SECOND.toString())));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 408, 480, 486, 488, 500, 600, 603})
    void anyOtherFailureIsTheAnswer(int status) {
        answering(FIRST, status, "");
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(1));

        assertThat(callee.received).isEmpty();
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Failed.class);
    }

    @Test
    void registersWithTheNextTarget() {
        List<SipRequest> lost = silent(FIRST);
        RegistrationHandle registration =
                world.register(new Enrolment(World.ALICE, List.of(FIRST, SECOND), 3600));
        world.run(Duration.ofMillis(8100));

        assertThat(world.eventsOf(registration))
                .last()
                .isInstanceOf(RegistrationEvent.Registered.class);
        int sent = lost.size();
        world.run(Duration.ofSeconds(30));
        assertThat(lost).as("nothing is repeated to the one that was left").hasSize(sent);
    }

    @Test
    void theOrderOfTheTargetsMakesNoOtherRegistration() {
        world.register(new Enrolment(World.ALICE, List.of(SECOND, FIRST), 3600));
        world.run(Duration.ofSeconds(1));
        world.register(new Enrolment(World.ALICE, List.of(FIRST, SECOND), 3600));
        world.run(Duration.ofSeconds(1));

        assertThat(world.requests("REGISTER")).hasSize(1);
    }

    @Test
    void whoWasSilentIsTriedLastForHalfAMinute() {
        List<SipRequest> lost = silent(FIRST);
        call(FIRST, SECOND);
        world.run(Duration.ofSeconds(10));
        int sent = lost.size();

        CallHandle next = call(FIRST, SECOND);
        world.run(Duration.ofMillis(1100));
        assertThat(world.eventsOf(next)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(lost).hasSize(sent);

        world.run(Duration.ofSeconds(27)); // 38 s: 30 s after the 8 s
        call(FIRST, SECOND);
        world.run(Duration.ofMillis(100));
        assertThat(lost).as("tried again").hasSize(sent + 1);
    }

    @Test
    void a503WithoutATimeIsOfThisRequestOnly() {
        List<SipRequest> asked = answering(FIRST, 503, "");
        call(FIRST, SECOND);
        call(FIRST, SECOND);
        world.run(Duration.ofMillis(1100));

        assertThat(invites(asked)).isEqualTo(2);
        assertThat(callee.legs).hasSize(2);
    }

    @Test
    void a503WithATimeKeepsOtherRequestsAway() {
        List<SipRequest> asked = answering(FIRST, 503, "20 (busy)");
        call(FIRST, SECOND);
        world.run(Duration.ofSeconds(2));
        call(FIRST, SECOND);
        world.register(new Enrolment(World.ALICE, List.of(FIRST, SECOND), 3600));
        world.run(Duration.ofSeconds(2));
        assertThat(invites(asked)).isEqualTo(1);
        assertThat(asked).noneMatch(request -> request.method().equals(Method.REGISTER));
        assertThat(callee.legs).hasSize(2);

        world.run(Duration.ofSeconds(17));
        call(FIRST, SECOND);
        world.run(Duration.ofSeconds(1));
        assertThat(invites(asked)).as("after its time").isEqualTo(2);
    }

    @Test
    void theOnlyTargetIsLeftAloneToo() {
        List<SipRequest> asked = answering(FIRST, 503, "20");
        call(FIRST);
        world.run(Duration.ofSeconds(1));
        CallHandle second = call(FIRST);
        world.run(Duration.ofSeconds(1));

        assertThat(invites(asked)).isEqualTo(1);
        assertThat(world.eventsOf(second))
                .containsExactly(
                        new CallEvent.Failed(new Failure.Rejected(503, "Service Unavailable")));
    }

    @Test
    void aCallIsEndedWhateverItsServerSaysOfNewOnes() {
        CallHandle call = call(SECOND);
        world.run(Duration.ofSeconds(2));
        callee.gate =
                request ->
                        request.method().equals(Method.INVITE)
                                ? SipResponse.to(request, 503)
                                        .withToTag("busy")
                                        .with(HeaderName.RETRY_AFTER, "60")
                                : null;
        call(SECOND);
        world.run(Duration.ofSeconds(1));
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(callee.leg().byeReceived).isTrue();
    }

    @Test
    void whoWasLeftIsNotAskedAgainOnceTheCallIsAnswered() {
        Callee late = new Callee(world, Plan.ringing());
        put(FIRST, late, Duration.ofSeconds(9));
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(60));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(callee.leg().acknowledged).isTrue();
        assertThat(late.received).isEmpty();
    }

    @Test
    void whoIsHeardOfWhileTheOtherRingsIsCancelled() {
        callee.script = _ -> Plan.ringing();
        Callee late = new Callee(world, Plan.ringing());
        put(FIRST, late, Duration.ofSeconds(9));
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(20));

        assertThat(late.received).anyMatch(r -> r.method().equals(Method.CANCEL));
        assertThat(callee.received).noneMatch(r -> r.method().equals(Method.CANCEL));
        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Closing);
    }

    @Test
    void whoAnswersLateWhileTheOtherRingsHasTheCall() {
        callee.script = _ -> Plan.ringing();
        Plan quick = Plan.answering().without(true).without(false).answerAfter(0);
        quick.contact = "sip:bob@198.51.100.1";
        Callee late = new Callee(world, quick);
        put(FIRST, late, Duration.ofSeconds(9));
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(20));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(late.leg().acknowledged).isTrue();
        assertThat(callee.received).anyMatch(r -> r.method().equals(Method.CANCEL));
    }

    @Test
    void hangingUpEndsTheSearch() {
        silent(FIRST);
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(3));
        world.hangUp(call);
        world.run(Duration.ofSeconds(60));

        assertThat(callee.received).isEmpty();
        assertThat(world.eventsOf(call))
                .containsExactly(new CallEvent.Failed(new Failure.Cancelled()));
    }

    @Test
    void allTargetsAreTheServerThatMayChallenge() {
        answering(FIRST, 503, "");
        callee.gate =
                request ->
                        request.method().equals(Method.INVITE)
                                        && !request.headers().has(HeaderName.AUTHORIZATION)
                                ? SipResponse.to(request, 401)
                                        .withToTag("gate")
                                        .with(
                                                HeaderName.WWW_AUTHENTICATE,
                                                "Digest realm=\"trunk\", nonce=\"n\"")
                                : null;
        CallHandle call = call(FIRST, SECOND);
        world.run(Duration.ofSeconds(2));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void requestsOfTheDialogGoToWhoAnsweredAndThenToTheOthers() {
        world.names.put("pbx.example", List.of(FIRST, SECOND));
        List<SipRequest> lost = silent(FIRST);
        callee.script = _ -> Plan.answering().through("sip:bob@10.0.0.9", "sip:pbx.example;lr");
        CallHandle call = call(SECOND);
        world.run(Duration.ofSeconds(2));
        assertThat(callee.leg().acknowledged).isTrue();
        assertThat(lost).as("the ACK goes to the one that answered").isEmpty();

        Callee other = new Callee(world, Plan.answering());
        other.legs.putAll(callee.legs);
        world.put(FIRST, other);
        silent(SECOND);
        world.hangUp(call);
        world.run(Duration.ofSeconds(9));

        assertThat(other.received)
                .singleElement()
                .satisfies(bye -> assertThat(bye.method()).isEqualTo(Method.BYE));
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    private CallHandle call(Target... targets) {
        return world.call(world.order("sip:bob@example.com", targets));
    }

    /** Takes what comes, and says nothing. */
    private List<SipRequest> silent(Target target) {
        List<SipRequest> received = new ArrayList<>();
        world.put(target, (message, _) -> received.add((SipRequest) message));
        return received;
    }

    /** Answers everything but ACK with this status. */
    private List<SipRequest> answering(Target target, int status, String retryAfter) {
        List<SipRequest> received = new ArrayList<>();
        world.put(
                target,
                (message, at) -> {
                    SipRequest request = (SipRequest) message;
                    received.add(request);
                    if (!request.method().equals(Method.ACK)) {
                        SipResponse answer = SipResponse.to(request, status).withToTag("x");
                        world.send(
                                retryAfter.isEmpty()
                                        ? answer
                                        : answer.with(HeaderName.RETRY_AFTER, retryAfter),
                                at);
                    }
                });
        return received;
    }

    /** A peer that hears nothing for a while. */
    private void put(Target target, Callee peer, Duration deafFor) {
        long from = world.nowNanos() + deafFor.toNanos();
        world.put(SECOND, callee);
        world.put(
                target,
                (SipMessage message, Target at) -> {
                    if (world.nowNanos() >= from) {
                        peer.receive(message, at);
                    }
                });
    }

    private static long invites(List<SipRequest> requests) {
        return requests.stream().filter(r -> r.method().equals(Method.INVITE)).count();
    }
}
