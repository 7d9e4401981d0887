package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are too large for a datagram, and servers that are not there. */
class TransportSwitchTest {
    private static final Target TCP = World.SERVER.over(Transport.TCP);
    private static final Bytes LARGE = World.bytes("v=0\r\n" + "a=x\r\n".repeat(300));

    private World world =
            new World(1, new Settings("Sipcast", 1300, Timing.UNRELIABLE, Limits.DEFAULT));

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @Test
    void staysOnUdpWhateverTheSizeUnlessToldOtherwise() {
        world = new World(1);
        new Callee(world, Plan.answering());
        large();
        world.run(Duration.ofSeconds(2));

        assertThat(transports()).containsExactly("UDP");
    }

    @Test
    void aLargeRequestGoesOverTcp() {
        Callee callee = new Callee(world, Plan.answering());
        world.put(TCP, callee);
        CallHandle call = large();
        world.run(Duration.ofSeconds(5));

        assertThat(transports()).containsExactly("TCP");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void aSmallOneDoesNot() {
        new Callee(world, Plan.answering());
        world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));

        assertThat(transports()).containsExactly("UDP");
    }

    @Test
    void goesBackToUdpWhenTcpIsRefused() {
        new Callee(world, Plan.answering());
        world.refusing.add(TCP);
        CallHandle call = large();
        world.run(Duration.ofSeconds(2));

        assertThat(transports()).containsExactly("TCP", "UDP");
        assertThat(world.requests("INVITE").stream().map(r -> r.cseq().number())).containsOnly(1L);
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void goesBackToUdpWhenTcpIsSilent() {
        new Callee(world, Plan.answering());
        CallHandle call = large();
        world.run(Duration.ofMillis(1999));
        assertThat(transports()).containsExactly("TCP");
        world.run(Duration.ofSeconds(2));

        assertThat(transports()).containsExactly("TCP", "UDP");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void a2xxFromTheSlowConnectionIsTheAnswer() {
        Callee slow = slowOverTcp();
        CallHandle call = large();
        world.run(Duration.ofSeconds(20));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(slow.leg().acknowledged).isTrue();
        assertThat(slow.leg().byeReceived).isFalse();
        assertThat(world.requests("CANCEL")).hasSize(1); // of the other, which rings
    }

    @Test
    void a2xxFromTheSlowConnectionIsEndedWhenItIsTooLate() {
        Callee slow = slowOverTcp();
        CallHandle call = large();
        world.run(Duration.ofMillis(2500));
        world.hangUp(call);
        world.run(Duration.ofSeconds(20));

        assertThat(slow.leg().acknowledged).isTrue();
        assertThat(slow.leg().byeReceived).isTrue();
        assertThat(world.eventsOf(call)).noneMatch(e -> e instanceof CallEvent.Answered);
    }

    /** Answers after 3 s over TCP, while the same INVITE rings over UDP. */
    private Callee slowOverTcp() {
        Callee ringing = new Callee(world, Plan.ringing());
        Callee slow =
                new Callee(
                        world,
                        Plan.answering()
                                .answerAfter(3000)
                                .without(true)
                                .without(false)
                                .through("sip:bob@198.51.100.5;transport=tcp"));
        world.put(TCP, slow);
        world.put(World.SERVER, ringing);
        return slow;
    }

    @Test
    void a503SendsItToTheNextTarget() {
        Target busy = new Target(Transport.UDP, World.ip("198.51.100.1"), 5060);
        world.put(
                busy,
                (message, at) -> {
                    if (message instanceof SipRequest r && !r.method().name().equals("ACK")) {
                        world.send(SipResponse.to(r, 503).withToTag("b"), at);
                    }
                });
        new Callee(world, Plan.answering());
        CallHandle call = world.call(world.order("sip:bob@example.com", busy, World.SERVER));
        CallHandle lost = world.call(world.order("sip:bob@example.com", busy));
        world.run(Duration.ofSeconds(3));

        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        assertThat(world.eventsOf(lost))
                .containsExactly(
                        new CallEvent.Failed(new Failure.Rejected(503, "Service Unavailable")));
    }

    @Test
    void tooManyRequestsAtOnceAreRefusedHere() {
        world = new World(1, new Settings("Sipcast", 0, Timing.UNRELIABLE, new Limits(10, 10, 2)));
        List<CallHandle> calls =
                List.of(
                        world.call("sip:a@example.com"),
                        world.call("sip:b@example.com"),
                        world.call("sip:c@example.com"));

        assertThat(world.eventsOf(calls.getLast()))
                .containsExactly(new CallEvent.Failed(new Failure.Overloaded()));
        assertThat(world.eventsOf(calls.getFirst())).isEmpty();
    }

    private CallHandle large() {
        OutgoingCall order = world.order("sip:bob@example.com", World.SERVER);
        return world.call(
                new OutgoingCall(
                        order.call(),
                        order.account(),
                        order.callee(),
                        order.targets(),
                        LARGE,
                        List.of()));
    }

    private List<String> transports() {
        return world.requests("INVITE").stream()
                .map(request -> request.via().transport())
                .distinct()
                .toList();
    }
}
