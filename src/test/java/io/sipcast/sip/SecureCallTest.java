package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls over TLS: where they go, by which name, and what they say of us. */
class SecureCallTest {
    private static final Target ADDRESS = new Target(Transport.TLS, World.ip("198.51.100.5"), 5061);
    private static final Target NAMED = ADDRESS.foundBy("example.com");

    private final World world = new World(1);

    @AfterEach
    void nothingIsLeft() {
        world.events.keySet().forEach(world::hangUp);
        world.runToTheEnd();

        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    @Test
    void aSipsCalleeIsCalledOverTlsAndFindsASipsContact() {
        world.names.put("example.com", List.of(ADDRESS));
        world.put(NAMED, new Callee(world, Plan.answering()));
        CallHandle call = world.call(world.order("sips:bob@example.com"));
        world.run(Duration.ofSeconds(2));

        SipRequest invite = world.requests("INVITE").getFirst();
        assertThat(invite.uri().print()).isEqualTo("sips:bob@example.com");
        assertThat(invite.via().transport()).isEqualTo("TLS");
        assertThat(invite.to().print()).isEqualTo("<sips:bob@example.com>");
        assertThat(invite.contacts().getFirst().print()).isEqualTo("<sips:alice@192.0.2.1:5060>");
        assertThat(world.eventsOf(call)).last().isInstanceOf(CallEvent.Answered.class);
    }

    @Test
    void aSipCalleeByTlsFindsAContactWithTls() {
        world.names.put("example.com", List.of(ADDRESS));
        world.put(NAMED, new Callee(world, Plan.answering()));
        world.call(world.order("sip:bob@example.com;transport=tls"));
        world.run(Duration.ofSeconds(2));

        assertThat(world.requests("INVITE").getFirst().contacts().getFirst().print())
                .isEqualTo("<sip:alice@192.0.2.1:5060;transport=tls>");
    }

    /** The certificate is for the name, the Contact an address: the connection is the same. */
    @Test
    void theNameThatWasDialledGoesWithTheWholeDialog() {
        world.names.put("example.com", List.of(ADDRESS));
        Callee callee =
                new Callee(
                        world, Plan.answering().through("sip:bob@198.51.100.5:5061;transport=tls"));
        world.put(NAMED, callee);
        CallHandle call = world.call(world.order("sip:bob@example.com;transport=tls"));
        world.run(Duration.ofSeconds(2));
        world.hangUp(call);
        world.run(Duration.ofSeconds(2));

        assertThat(callee.leg().acknowledged).isTrue();
        assertThat(callee.leg().byeReceived).isTrue();
        assertThat(world.traces.stream().filter(Output.Trace::sent).map(Output.Trace::peer))
                .containsOnly(NAMED);
    }

    @Test
    void whyTheServerCannotBeReachedIsInTheSentence() {
        world.names.put("example.com", List.of(ADDRESS));
        world.refusing.add(NAMED);
        world.obstacle = "its certificate expired on 2020-02-01";
        CallHandle call = world.call(world.order("sips:bob@example.com"));
        RegistrationHandle registration =
                world.register(new Enrolment(World.ALICE, List.of(NAMED), 60));
        world.run(Duration.ofSeconds(2));

        var why =
                new Failure.Unreachable(
                        "tls:198.51.100.5:5061 (example.com)",
                        "its certificate expired on 2020-02-01");
        assertThat(world.eventsOf(call)).containsExactly(new CallEvent.Failed(why));
        assertThat(world.eventsOf(registration)).containsExactly(new RegistrationEvent.Failed(why));
        assertThat(why.sentence())
                .isEqualTo(
                        "tls:198.51.100.5:5061 (example.com) cannot be reached: its certificate"
                                + " expired on 2020-02-01");
    }
}
