package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine tells of the messages that go by. */
class TraceTest {
    private final World world = new World(1);

    @Test
    void aCallTellsEachMessageWithItsTimeAndPeer() {
        Callee callee = new Callee(world, Plan.answering());
        CallHandle call = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        world.hangUp(call);
        world.run(Duration.ofSeconds(1));

        assertThat(callee.legs).hasSize(1);
        assertThat(world.traces).allMatch(trace -> trace.call().equals(call));
        assertThat(world.traces).allMatch(trace -> trace.peer().equals(World.SERVER));
        List<String> all = world.traces.stream().map(t -> line(t.sent(), t.message())).toList();
        assertThat(all).startsWith("> INVITE").contains("< 200 INVITE", "> ACK", "> BYE");
        assertThat(all).endsWith("< 200 BYE");
        assertThat(world.traces.getFirst().atNanos()).isZero();
        assertThat(world.traces).extracting(Output.Trace::atNanos).isSorted();
        assertThat(world.registrationTraces).isEmpty();
    }

    @Test
    void aRegistrationTellsAllWhoUseIt() {
        Callee registrar = new Callee(world, Plan.answering());
        RegistrationHandle first = world.register(60);
        RegistrationHandle second = world.register(60);
        world.run(Duration.ofSeconds(1));

        assertThat(registrar.legs).isEmpty();
        assertThat(toldTo(first)).containsExactly("> REGISTER", "< 200 REGISTER");
        assertThat(toldTo(second)).as("it came later").containsExactly("< 200 REGISTER");

        world.release(first);
        world.run(Duration.ofSeconds(60)); // it is refreshed
        assertThat(toldTo(first)).hasSize(2);
        assertThat(toldTo(second)).endsWith("> REGISTER", "< 200 REGISTER").hasSize(3);

        world.release(second);
        world.run(Duration.ofSeconds(60));
        assertThat(world.agent.counters().registrations()).isZero();
    }

    private List<String> toldTo(RegistrationHandle user) {
        return world.registrationTraces.stream()
                .filter(trace -> trace.registration().equals(user))
                .map(trace -> line(trace.sent(), trace.message()))
                .toList();
    }

    private static String line(boolean sent, SipMessage message) {
        String what =
                switch (message) {
                    case SipRequest request -> request.method().name();
                    case SipResponse response ->
                            response.status() + " " + response.cseq().method().name();
                };
        return (sent ? "> " : "< ") + what;
    }
}
