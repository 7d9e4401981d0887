package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Why a call ends, in the messages that end it: RFC 3326. */
class FarewellTest {
    private static final Reason WHY = Reason.q850(16, "bye");

    private final World world = new World(1);

    private void hangUp(CallHandle call) {
        world.agent.hangUp(call, WHY, world.nowNanos());
        world.run(Duration.ofSeconds(1));
    }

    @Test
    void aByeSaysWhy() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        hangUp(call);

        assertThat(callee.legs).hasSize(1);
        assertThat(world.requests("BYE").getFirst().headers().first(HeaderName.REASON))
                .isEqualTo("Q.850;cause=16;text=\"bye\"");
    }

    @Test
    void aCancelSaysWhyAlsoWhenItHadToWait() {
        Callee callee = new Callee(world, Plan.ringing());
        CallHandle call = world.call("sip:bob@example.com");
        hangUp(call); // nothing has been heard yet

        assertThat(callee.legs).hasSize(1);
        assertThat(world.requests("CANCEL").getFirst().headers().first(HeaderName.REASON))
                .isEqualTo("Q.850;cause=16;text=\"bye\"");
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        Callee callee = new Callee(world, Plan.answering());
        callee.gate =
                request ->
                        SipResponse.to(request, 480)
                                .withToTag("g")
                                .with(HeaderName.REASON, "Q.850;cause=18");
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(1));

        assertThat(world.eventsOf(call).getLast())
                .isInstanceOfSatisfying(
                        CallEvent.Failed.class,
                        failed ->
                                assertThat(((Failure.Rejected) failed.why()).remarks().words())
                                        .isEqualTo("Q.850 18, no user responding"));
    }
}
