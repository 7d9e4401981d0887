package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.auth.Login;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A user agent of ours calls another one, with a password, over a network that loses, doubles and
 * reorders: each side of each call ends once, and nothing is left on either.
 */
class TwoAgentsTest {
    private static final int CALLS = 1000;
    private static final Bytes ANSWER = World.bytes("v=0 answer");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void bothSidesOfEveryCallEndOnce(long seed) {
        World world = new World(seed);
        world.loss = 0.1;
        world.doubled = 0.1;
        world.longest = Duration.ofMillis(400);
        AgentPeer callee = new AgentPeer(world);
        callee.agent.open(
                new TestReception(
                        new Guard("example.com", new Login("alice", "secret"), Guard.USUAL), null));
        callee.arrived = arrival -> take(world, callee, arrival);
        for (int i = 0; i < CALLS; i++) {
            world.after(Duration.ofMillis(100L * i), () -> place(world));
        }

        world.runToTheEnd();

        assertThat(world.events).hasSize(CALLS);
        assertThat(callee.events).hasSizeGreaterThan(CALLS / 2);
        assertEndsOnce(world.events);
        assertEndsOnce(callee.events);
        assertThat(kinds(world.events)).contains("Cancelled", "Rejected", "RemoteBye", "HUNG_UP");
        assertThat(kinds(callee.events))
                .contains("Cancelled", "TURNED_DOWN", "RemoteBye", "HUNG_UP");
        assertThat(answered(world)).isGreaterThan(CALLS / 4);
        assertNothingIsLeft(world.agent.counters());
        assertNothingIsLeft(callee.agent.counters());
        assertThat(callee.turnedAway.stream().map(Output.TurnedAway::status).distinct())
                .containsExactlyInAnyOrder(480, 486);
    }

    /** Answers at some time, or is busy; hangs up at some time, or leaves it to the caller. */
    private static void take(World world, AgentPeer callee, Arrival arrival) {
        CallHandle call = arrival.call();
        Duration later = Duration.ofMillis(world.random.nextInt(1500));
        boolean busy = world.random.nextInt(5) == 0;
        world.after(
                later,
                () ->
                        callee.perform(now -> {
                            if (busy) {
                                callee.agent.reject(call, 486, "busy", now);
                            } else {
                                callee.agent.answer(call, ANSWER, now);
                            }
                        }));
        if (world.random.nextBoolean()) {
            Duration end = Duration.ofMillis(world.random.nextInt(6000));
            world.after(end, () -> callee.perform(now -> callee.agent.hangUp(call, now)));
        }
    }

    private static void place(World world) {
        CallHandle call = world.call("sip:studio@example.com");
        long millis =
                switch (world.random.nextInt(3)) {
                    case 0 -> world.random.nextInt(2500);
                    case 1 -> 8000;
                    default -> 60_000;
                };
        world.after(Duration.ofMillis(millis), () -> world.hangUp(call));
    }

    private static void assertEndsOnce(Map<CallHandle, List<CallEvent>> sides) {
        sides.forEach((call, events) -> {
            assertThat(events).as("%s", call).isNotEmpty();
            assertThat(events.getLast())
                    .as("%s: %s", call, events)
                    .isInstanceOf(CallEvent.Closing.class);
            assertThat(events.stream().filter(e -> e instanceof CallEvent.Closing)).hasSize(1);
        });
    }

    private static Set<String> kinds(Map<CallHandle, List<CallEvent>> sides) {
        return sides.values().stream()
                .map(events -> kind(events.getLast()))
                .collect(Collectors.toSet());
    }

    private static String kind(CallEvent last) {
        return switch (last) {
            case CallEvent.Failed(var why) -> why.getClass().getSimpleName();
            case CallEvent.Terminated(var how) -> how.name();
            default -> last.getClass().getSimpleName();
        };
    }

    private static long answered(World world) {
        return world.events.values().stream()
                .filter(events -> events.contains(new CallEvent.Answered(200, ANSWER)))
                .count();
    }

    private static void assertNothingIsLeft(UserAgent.Counters counters) {
        assertThat(counters.calls()).isZero();
        assertThat(counters.transactions()).isZero();
        assertThat(counters.timers()).isZero();
        assertThat(counters.logins()).isZero();
        assertThat(counters.refused()).isZero();
    }
}
