package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.Method;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A callee that floods its own call takes nothing from the others. */
class FloodTest {
    private final World world =
            new World(
                    1,
                    new Settings(
                            "Sipcast",
                            0,
                            Timing.UNRELIABLE,
                            new Limits(100, 10, 20, 1 << 20, 100)));
    private final Callee callee = new Callee(world, Plan.answering());

    @Test
    void oneCallsRequestsAreBoundedAndTheNextCallIsServed() {
        CallHandle flooded = world.call("sip:mallory@example.com");
        CallHandle other = world.call("sip:bob@example.com");
        world.run(Duration.ofSeconds(2));
        List<Callee.Leg> legs = List.copyOf(callee.legs.values());
        for (int i = 0; i < 1000; i++) {
            world.send(legs.getFirst().request(Method.INFO), World.SERVER);
        }
        world.run(Duration.ofSeconds(1));

        assertThat(world.agent.counters().refused()).isEqualTo(980);
        assertThat(world.eventsOf(flooded))
                .filteredOn(event -> event instanceof CallEvent.InfoReceived)
                .hasSize(20);
        world.send(legs.getLast().request(Method.BYE), World.SERVER);
        world.run(Duration.ofSeconds(1));
        assertThat(world.eventsOf(other)).last().isEqualTo(new CallEvent.RemoteBye(null));

        world.run(Duration.ofSeconds(33)); // what was answered is forgotten
        world.send(legs.getFirst().request(Method.BYE), World.SERVER);
        world.runToTheEnd();
        assertThat(world.eventsOf(flooded)).last().isEqualTo(new CallEvent.RemoteBye(null));
        assertThat(world.agent.counters().transactions()).isZero();
    }
}
