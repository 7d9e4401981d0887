package io.sipcast.sip;

import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Another user agent of ours in a world, at {@link World#SERVER}. */
final class AgentPeer implements World.Peer {
    final UserAgent agent;
    final Map<CallHandle, List<CallEvent>> events = new LinkedHashMap<>();
    final List<Output.TurnedAway> turnedAway = new ArrayList<>();

    /** What the layer above does about a call that comes in. */
    Consumer<Arrival> arrived = _ -> {};

    /** And about an event. */
    BiConsumer<CallHandle, CallEvent> reaction = (_, _) -> {};

    private static final Endpoint HERE = new Endpoint(World.SERVER.ip(), World.SERVER.port());

    private final World world;
    private long wakeUpNanos = Long.MAX_VALUE;

    AgentPeer(World world) {
        this.world = world;
        this.agent =
                new UserAgent(Settings.DEFAULT, _ -> HERE, world.random.split(), world.nowNanos());
        world.put(World.SERVER, this);
    }

    @Override
    public void receive(SipMessage message, Target at) {
        Flow flow = new Flow(new Target(Transport.UDP, World.OURS, 5060), HERE, 0);
        perform(now -> agent.receive(new Incoming.Message(message), flow, now));
    }

    /** Whatever is asked of the agent, at the world's time. */
    void perform(Consumer<Long> command) {
        command.accept(world.nowNanos());
        for (Output output = agent.poll(); output != null; output = agent.poll()) {
            take(output);
        }
        long next = agent.nextTimeoutNanos();
        if (next < wakeUpNanos) {
            wakeUpNanos = next;
            long delay = Math.max(0, next - world.nowNanos());
            world.after(Duration.ofNanos(delay), this::wakeUp);
        }
    }

    private void wakeUp() {
        wakeUpNanos = Long.MAX_VALUE;
        perform(agent::timeout);
    }

    private void take(Output output) {
        switch (output) {
            case Output.Send(Packet packet) ->
                    world.send(World.parsed(packet.bytes()), World.SERVER);
            case Output.Arrived(Arrival arrival) -> {
                events.put(arrival.call(), new ArrayList<>());
                arrived.accept(arrival);
            }
            case Output.OfCall(CallHandle call, CallEvent event) -> {
                Objects.requireNonNull(events.get(call)).add(event);
                reaction.accept(call, event);
            }
            case Output.TurnedAway away -> turnedAway.add(away);
            case Output.Trace _, Output.RegistrationTrace _ -> {}
            case Output.Resolve _, Output.OfRegistration _, Output.KeepAlive _ ->
                    throw new AssertionError(output.toString());
        }
    }
}
