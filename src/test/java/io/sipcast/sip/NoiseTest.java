package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged, misplaced and invented messages among the real ones. */
class NoiseTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingThatArrivesBreaksTheEngineOrStays(long seed) {
        World world = new World(seed);
        world.longest = Duration.ofMillis(100);
        Callee callee = new Callee(world, Plan.answering());
        List<byte[]> seen = new ArrayList<>();
        world.put(World.SERVER, new Recorder(callee, seen));
        callee.script =
                _ ->
                        world.random.nextBoolean()
                                ? Plan.answering().early(183).branches(2).reInviteAfter(300)
                                : Plan.refusing(486);
        world.reaction =
                (call, event) -> {
                    if (event instanceof CallEvent.Offered) {
                        world.after(
                                Duration.ofMillis(5), () -> world.answer(call, World.bytes("v=0")));
                    }
                };
        for (int i = 0; i < 100; i++) {
            CallHandle call = world.call("sip:bob@example.com");
            for (int n = 0; n < 20; n++) {
                world.after(
                        Duration.ofMillis(world.random.nextInt(4000)),
                        () -> world.sendRaw(damaged(world, seen), World.SERVER));
            }
            world.run(Duration.ofMillis(100));
            world.after(Duration.ofSeconds(5), () -> world.hangUp(call));
        }
        world.runToTheEnd();

        world.events.forEach((call, events) ->
                assertThat(events).as("%s", call).last().isInstanceOf(CallEvent.Closing.class));
        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
        assertThat(counters.malformed()).isPositive();
    }

    /** A message of these calls, in either direction, with some bytes changed. */
    private static byte[] damaged(World world, List<byte[]> seen) {
        List<SipMessage> sent = world.sent;
        boolean theirs = !seen.isEmpty() && world.random.nextBoolean();
        byte[] bytes =
                theirs
                        ? seen.get(world.random.nextInt(seen.size())).clone()
                        : sent.get(world.random.nextInt(sent.size())).print();
        for (int i = world.random.nextInt(4); i > 0; i--) {
            int at = world.random.nextInt(bytes.length);
            bytes[at] =
                    world.random.nextBoolean()
                            ? (byte) world.random.nextInt(256)
                            : bytes[world.random.nextInt(bytes.length)];
        }
        return bytes;
    }

    /** Keeps what the callee is sent: sent back, it is a request from nowhere. */
    private record Recorder(Callee callee, List<byte[]> seen) implements World.Peer {
        @Override
        public void receive(SipMessage message, Target at) {
            seen.add(message.print());
            callee.receive(message, at);
        }
    }
}
