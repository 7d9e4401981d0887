package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides offer at the same time, over a bad network: both have their answer in the end. */
class GlareLinkTest {
    private static final int CALLS = 300;
    private static final Bytes OURS = World.bytes("v=0 our new offer");
    private static final Bytes THEIRS = World.bytes("v=0 their new offer");

    private final Set<String> offering = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private int refusedByPeer;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void bothOffersAreAnswered(long seed) {
        World world = new World(seed);
        world.loss = 0.1;
        world.doubled = 0.1;
        world.longest = Duration.ofMillis(400);
        Callee callee = new Callee(world, Plan.answering());
        callee.gate = this::answer;
        world.reaction = (call, event) -> react(world, call, event);
        for (int i = 0; i < CALLS; i++) {
            world.after(Duration.ofMillis(50L * i), () -> world.call("sip:bob@example.com"));
        }
        world.after(Duration.ofMillis(50L * CALLS + 40_000), () -> offerAll(world, callee));
        world.after(Duration.ofMinutes(5), () -> world.events.keySet().forEach(world::hangUp));
        world.runToTheEnd();

        List<List<CallEvent>> established =
                world.events.values().stream()
                        .filter(es -> es.stream().anyMatch(e -> e instanceof CallEvent.Answered))
                        .toList();
        assertThat(established).hasSizeGreaterThan(CALLS * 9 / 10);
        assertThat(established)
                .allMatch(es ->
                        es.stream().filter(e -> e instanceof CallEvent.AnswerToOffer).count() == 1)
                .allMatch(es -> es.stream().anyMatch(new CallEvent.Offered(THEIRS)::equals))
                .allMatch(es -> es.getLast() instanceof CallEvent.Closing);
        assertThat(answered).hasSizeGreaterThanOrEqualTo(established.size());
        assertThat(refusedByPeer).isGreaterThan(CALLS / 10);
        assertThat(world.responses()).filteredOn(r -> r.status() == 491).isNotEmpty();
        UserAgent.Counters counters = world.agent.counters();
        assertThat(counters.calls() + counters.transactions() + counters.timers()).isZero();
    }

    private static void react(World world, CallHandle call, CallEvent event) {
        if (event instanceof CallEvent.Offered) {
            world.after(Duration.ofMillis(20), () -> world.answer(call, OURS));
        }
    }

    private void offerAll(World world, Callee callee) {
        world.events
                .keySet()
                .forEach(call ->
                        world.after(
                                Duration.ofMillis(world.random.nextInt(400)),
                                () -> world.reInvite(call, OURS)));
        callee.legs
                .values()
                .forEach(leg ->
                        world.after(
                                Duration.ofMillis(world.random.nextInt(400)),
                                () -> offer(world, callee, leg)));
    }

    private void offer(World world, Callee callee, Callee.Leg leg) {
        SipRequest invite = leg.request(Method.INVITE).withBody(Capabilities.SDP, THEIRS);
        offering.add(invite.callId());
        callee.request(
                invite,
                World.SERVER,
                response -> {
                    acknowledge(world, leg, invite, response);
                    boolean first = offering.remove(invite.callId());
                    if (response.isSuccess()) {
                        answered.add(invite.callId());
                    } else if (first && response.status() != 481) {
                        world.after(
                                Duration.ofMillis(10L * world.random.nextInt(200)),
                                () -> offer(world, callee, leg));
                    }
                });
    }

    private static void acknowledge(
            World world, Callee.Leg leg, SipRequest invite, SipResponse response) {
        SipRequest ack = leg.request(Method.ACK).with("CSeq", invite.cseq().number() + " ACK");
        world.send(
                response.isSuccess() ? ack : ack.with("Via", invite.via().print()), World.SERVER);
    }

    /** Its own offer being open, it has to refuse ours. */
    private @Nullable SipResponse answer(SipRequest request) {
        boolean again = request.to().tag() != null && request.method().equals(Method.INVITE);
        if (!again) {
            return null;
        }
        if (offering.contains(request.callId())) {
            refusedByPeer++;
            return SipResponse.to(request, 491);
        }
        return SipResponse.to(request, 200).withBody(Capabilities.SDP, TimedCallee.ANSWER);
    }
}
