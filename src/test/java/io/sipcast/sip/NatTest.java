package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer behind a NAT names an address that leads nowhere from here. */
class NatTest {
    private final World world = new World(1);

    private CallHandle established(Plan plan) {
        Callee callee = new Callee(world, plan);
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        assertThat(callee.legs).hasSize(1);
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
        return call;
    }

    @Test
    void aPrivateContactIsReachedWhereThePeerWasMet() {
        CallHandle call = established(Plan.answering().through("sip:bob@192.168.1.7:5070"));
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(world.traces.stream().filter(Output.Trace::sent).map(Output.Trace::peer))
                .containsOnly(World.SERVER);
        SipRequest bye = world.requests("BYE").getFirst();
        assertThat(bye.uri()).hasToString("sip:bob@192.168.1.7:5070");
        assertThat(world.eventsOf(call))
                .last()
                .isEqualTo(new CallEvent.Terminated(CallEvent.Termination.HUNG_UP));
    }

    @Test
    void soIsAProxyThatPutsAPrivateAddressOnTheRoute() {
        CallHandle call =
                established(
                        Plan.answering().through("sip:bob@203.0.113.9", "sip:10.1.1.1:5060;lr"));
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(world.traces.getLast().message().cseq().method().name()).isEqualTo("BYE");
        assertThat(world.traces.stream().filter(Output.Trace::sent).map(Output.Trace::peer))
                .containsOnly(World.SERVER);
        assertThat(world.requests("BYE").getFirst().routes()).hasSize(1);
    }

    @Test
    void aPublicContactIsFollowedAsTheRfcSays() {
        Target elsewhere = new Target(Transport.UDP, World.ip("203.0.113.9"), 5070);
        established(Plan.answering().through("sip:bob@203.0.113.9:5070"));

        assertThat(world.traces.stream().filter(t -> isAck(t)).map(Output.Trace::peer))
                .containsOnly(elsewhere);
    }

    @Test
    void aPrivatePeerMayNameItsNeighbours() {
        Target pbx = new Target(Transport.UDP, World.ip("10.0.0.5"), 5060);
        Callee callee = new Callee(world, Plan.answering().through("sip:bob@192.168.1.7:5070"));
        world.put(pbx, callee);
        world.call(world.order("sip:bob@example.com", pbx));
        world.run(Duration.ofSeconds(2));

        assertThat(world.traces.stream().filter(t -> isAck(t)).map(Output.Trace::peer))
                .isNotEmpty()
                .containsOnly(new Target(Transport.UDP, World.ip("192.168.1.7"), 5070));
    }

    /** RFC 3581: Via keeps what we are bound to, responses come back by rport. */
    @Test
    void ourContactIsWhatTheOtherSideOfOurNatCanReach() {
        Endpoint shown = new Endpoint(World.OURS, 5060, "gw.example.org", 6060);
        World translated = new World(1, Settings.DEFAULT, shown);
        Callee callee = new Callee(translated, Plan.answering());
        translated.call("sip:bob@example.com");
        translated.register(60);
        translated.run(Duration.ofSeconds(2));

        assertThat(callee.legs).hasSize(1);
        for (String method : List.of("INVITE", "REGISTER")) {
            SipRequest request = translated.requests(method).getFirst();
            assertThat(request.contacts().getFirst().uri())
                    .hasToString("sip:alice@gw.example.org:6060");
            assertThat(request.via().host()).isEqualTo("192.0.2.1");
            assertThat(request.via().portOr(0)).isEqualTo(5060);
            assertThat(request.via().hasRport()).isTrue();
        }
    }

    private static boolean isAck(Output.Trace trace) {
        return trace.message() instanceof SipRequest request
                && request.method().name().equals("ACK");
    }
}
