package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hanging up before the answer, and everything that may cross it. */
class CancelTest {
    private static final CallEvent CANCELLED = new CallEvent.Failed(new Failure.Cancelled());

    private final World world = new World(1);

    @AfterEach
    void nothingIsLeft() {
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
    }

    @Test
    void cancelsACallThatRings() {
        Callee callee = new Callee(world, Plan.ringing());
        CallHandle call = ringing();
        world.hangUp(call);
        world.runToTheEnd();

        assertThat(world.eventsOf(call)).last().isEqualTo(CANCELLED);
        SipRequest invite = world.requests("INVITE").getFirst();
        SipRequest cancel = world.requests("CANCEL").getFirst();
        assertThat(cancel.uri()).isEqualTo(invite.uri());
        assertThat(cancel.vias()).isEqualTo(invite.vias());
        assertThat(cancel.to()).isEqualTo(invite.to());
        assertThat(cancel.from()).isEqualTo(invite.from());
        assertThat(cancel.cseq().number()).isEqualTo(invite.cseq().number());
        assertThat(callee.received.stream().map(r -> r.method().name()))
                .containsExactly("INVITE", "CANCEL", "ACK");
    }

    @Test
    void waitsForAProvisionalAnswerBeforeItCancels() {
        new Callee(world, Plan.ringing().without(true));
        CallHandle call = world.call("sip:bob@example.com");
        world.hangUp(call);
        assertThat(world.requests("CANCEL")).isEmpty();
        world.runToTheEnd();

        assertThat(world.requests("CANCEL")).hasSize(1);
        assertThat(world.eventsOf(call)).containsExactly(CANCELLED);
    }

    @Test
    void aSilentCalleeIsLeftAfterTimerB() {
        CallHandle call = world.call("sip:bob@example.com");
        world.hangUp(call);
        world.run(Duration.ofSeconds(32));

        assertThat(world.requests("CANCEL")).isEmpty();
        assertThat(world.eventsOf(call)).containsExactly(CANCELLED);
    }

    @Test
    void a2xxThatCrossesIsAcknowledgedAndEnded() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(1007)); // the 200 is on the way
        world.hangUp(call);
        assertThat(world.requests("CANCEL")).hasSize(1);
        world.runToTheEnd();

        assertThat(callee.leg().acknowledged).isTrue();
        assertThat(callee.leg().byeReceived).isTrue();
        assertThat(world.eventsOf(call))
                .noneMatch(e -> e instanceof CallEvent.Answered)
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void a2xxInPlaceOfTheProvisionalAnswerIsEndedToo() {
        Callee callee =
                new Callee(world, Plan.answering().without(true).without(false).answerAfter(500));
        CallHandle call = world.call("sip:bob@example.com");
        world.hangUp(call);
        world.runToTheEnd();

        assertThat(world.requests("CANCEL")).isEmpty();
        assertThat(callee.leg().byeReceived).isTrue();
        assertThat(world.eventsOf(call))
                .containsExactly(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void aRefusalThatCrossesEndsIt() {
        new Callee(world, Plan.refusing(486));
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(1007));
        world.hangUp(call);
        world.runToTheEnd();

        assertThat(world.eventsOf(call)).last().isEqualTo(CANCELLED);
    }

    @Test
    void aChallengeIsNotAnsweredAnyMore() {
        Callee callee = new Callee(world, Plan.answering());
        callee.gate =
                request ->
                        request.method().equals(Method.INVITE)
                                ? SipResponse.to(request, 401)
                                        .with(
                                                HeaderName.WWW_AUTHENTICATE,
                                                "Digest realm=\"r\", nonce=\"n\"")
                                : null;
        CallHandle call = world.call("sip:bob@example.com");
        world.hangUp(call);
        world.runToTheEnd();

        assertThat(world.requests("INVITE")).hasSize(1);
        assertThat(world.eventsOf(call)).containsExactly(CANCELLED);
    }

    @Test
    void aCalleeThatIgnoresTheCancelIsLeftAfter32Seconds() {
        Callee callee = new Callee(world, Plan.ringing());
        callee.gate =
                request ->
                        request.method().equals(Method.CANCEL)
                                ? SipResponse.to(request, 200)
                                : null;
        CallHandle call = ringing();
        world.hangUp(call);
        world.run(Duration.ofSeconds(31));
        assertThat(world.eventsOf(call)).doesNotContain(CANCELLED);
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(call)).last().isEqualTo(CANCELLED);
    }

    @Test
    void hangingUpTwiceIsHangingUpOnce() {
        new Callee(world, Plan.ringing());
        CallHandle call = ringing();
        world.hangUp(call);
        world.hangUp(call);
        world.runToTheEnd();
        world.hangUp(call);

        assertThat(world.requests("CANCEL")).hasSize(1);
        assertThat(world.eventsOf(call)).filteredOn(CANCELLED::equals).hasSize(1);
    }

    @Test
    void aCallWhoseNameIsStillLookedUpIsForgotten() {
        world.names.put("example.com", List.of(World.SERVER));
        CallHandle call = world.call(world.order("sip:bob@example.com"));
        world.hangUp(call);
        world.runToTheEnd();

        assertThat(world.sent).isEmpty();
        assertThat(world.eventsOf(call)).containsExactly(CANCELLED);
    }

    private CallHandle ringing() {
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofMillis(500));
        return call;
    }
}
