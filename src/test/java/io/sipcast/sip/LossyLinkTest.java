package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of every kind over a bad network: each ends once, and nothing of it is left. */
class LossyLinkTest {
    private static final List<Plan> PLANS =
            List.of(
                    Plan.answering(),
                    Plan.answering().byeAfter(3000),
                    Plan.answering().without(true).without(false).answerAfter(0),
                    Plan.answering().early(183).branches(3),
                    Plan.answering().early(183).reliable().branches(2).answerAfter(6000),
                    Plan.refusing(486),
                    Plan.refusing(404).answerAfter(10),
                    Plan.ringing(),
                    Plan.ringing().without(false),
                    Plan.silent(),
                    Plan.answering().reInviteAfter(1000),
                    Plan.answering().reInviteAfter(1000).byeAfter(2000),
                    Plan.answering().answerAfter(1500));

    @ParameterizedTest
    @CsvSource({"1, 10000", "2, 1000"})
    void everyCallEndsOnceAndLeavesNothing(long seed, int calls) {
        World world = new World(seed);
        world.loss = 0.1;
        world.doubled = 0.1;
        world.longest = Duration.ofMillis(400);
        Callee callee = new Callee(world, Plan.answering());
        Map<String, Plan> chosen = new HashMap<>();
        callee.script =
                invite ->
                        chosen.computeIfAbsent(
                                invite.callId(),
                                _ -> PLANS.get(world.random.nextInt(PLANS.size())));
        world.reaction =
                (call, event) -> {
                    if (event instanceof CallEvent.Offered) {
                        world.after(
                                Duration.ofMillis(20),
                                () -> world.answer(call, World.bytes("v=0 held")));
                    }
                };
        for (int i = 0; i < calls; i++) {
            world.after(Duration.ofMillis(20L * i), () -> place(world));
        }

        world.runToTheEnd();

        assertThat(world.events).hasSize(calls);
        world.events.forEach((call, events) -> {
            assertThat(events).as("%s", call).isNotEmpty();
            assertThat(events.getLast())
                    .as("%s: %s", call, events)
                    .isInstanceOf(CallEvent.Closing.class);
            assertThat(events.stream().filter(e -> e instanceof CallEvent.Closing))
                    .as("%s: %s", call, events)
                    .hasSize(1);
        });
        assertThat(
                        world.events.values().stream()
                                .map(events -> kind(events.getLast()))
                                .collect(Collectors.toSet()))
                .contains("Cancelled", "Rejected", "TimedOut", "RemoteBye", "HUNG_UP");
        assertThat(callee.legs.values().stream().filter(leg -> leg.answered))
                .hasSizeGreaterThan(calls / 3)
                .allMatch(leg -> leg.over() || leg.gaveUp)
                .filteredOn(leg -> leg.gaveUp)
                .hasSizeLessThan(calls / 100);
        assertThat(callee.legs.values().stream().filter(leg -> leg.provisionalAcknowledged))
                .hasSizeGreaterThan(calls / 50);
        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls()).isZero();
        assertThat(counters.transactions()).isZero();
        assertThat(counters.timers()).isZero();
        assertThat(counters.resolving()).isZero();
        assertThat(counters.logins()).isZero();
        assertThat(counters.refused()).isZero();
    }

    private static String kind(CallEvent last) {
        return switch (last) {
            case CallEvent.Failed(var why) -> why.getClass().getSimpleName();
            case CallEvent.Terminated(var how) -> how.name();
            default -> last.getClass().getSimpleName();
        };
    }

    /** Hangs up at some time: before anything, while it rings, around the answer, after it. */
    private static void place(World world) {
        CallHandle call = world.call("sip:bob@example.com");
        long millis =
                switch (world.random.nextInt(3)) {
                    case 0 -> world.random.nextInt(2500);
                    case 1 -> 8000;
                    default -> 60_000;
                };
        world.after(Duration.ofMillis(millis), () -> world.hangUp(call));
    }
}
