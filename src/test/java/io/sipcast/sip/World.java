package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Packet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user agent in virtual time, on a network that may lose, double and reorder datagrams. What it
 * sends reaches scripted peers as bytes, and theirs reach it so.
 */
final class World {
    /** Somebody with an address. */
    interface Peer {
        void receive(SipMessage message, Target at);
    }

    record KeptAlive(long atNanos, Target target) {}

    private record Event(long atNanos, long order, Runnable task) {}

    static final IpAddress OURS = ip("192.0.2.1");
    static final Target SERVER = new Target(Transport.UDP, ip("198.51.100.5"), 5060);
    static final Account ALICE = new Account("alice", "alice", "secret", "example.com", 0, null);
    static final Bytes OFFER = bytes("v=0\r\noffer\r\n");

    final SplittableRandom random;
    final UserAgent agent;
    final Map<CallHandle, List<CallEvent>> events = new LinkedHashMap<>();
    final Map<RegistrationHandle, List<RegistrationEvent>> registrationEvents =
            new LinkedHashMap<>();

    /** What a registrar answered to those who wait for it; in no other list. */
    final Map<RegistrationHandle, List<Integer>> statuses = new HashMap<>();

    final List<KeptAlive> keepAlives = new ArrayList<>();
    final List<SipMessage> sent = new ArrayList<>();
    final List<Arrival> arrivals = new ArrayList<>();
    final List<Output.TurnedAway> turnedAway = new ArrayList<>();
    final List<Output.Trace> traces = new ArrayList<>();
    final List<Output.RegistrationTrace> registrationTraces = new ArrayList<>();
    final Map<String, List<Target>> names = new HashMap<>();
    final Set<Target> refusing = new HashSet<>();

    /** Hosts that must not be reached, with the sentence that says so. */
    final Map<String, String> forbidden = new HashMap<>();

    /** Why those refuse. */
    String obstacle = "";

    /** What the layer above does about an event. */
    BiConsumer<CallHandle, CallEvent> reaction = (_, _) -> {};

    /** What the layer above does about a call that comes in. */
    Consumer<Arrival> arrived = _ -> {};

    /** Parts of 1. */
    double loss;

    double doubled;
    Duration shortest = Duration.ofMillis(5);
    Duration longest = Duration.ofMillis(5);

    private final Map<Target, Peer> peers = new HashMap<>();
    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private long nowNanos;
    private long order;
    private long lastHandle;

    World(long seed) {
        this(seed, Settings.DEFAULT);
    }

    World(long seed, Settings settings) {
        this(seed, settings, new Endpoint(OURS, 5060));
    }

    World(long seed, Settings settings, Endpoint ours) {
        random = new SplittableRandom(seed);
        agent = new UserAgent(settings, _ -> ours, random.split(), nowNanos);
    }

    static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(@Nullable Bytes bytes) {
        return bytes == null ? "" : new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    long nowNanos() {
        return nowNanos;
    }

    void put(Target target, Peer peer) {
        peers.put(target, peer);
    }

    // What the test does.

    OutgoingCall order(String callee, Target... targets) {
        return new OutgoingCall(
                new CallHandle(++lastHandle),
                ALICE,
                SipUri.parse(callee),
                List.of(targets),
                OFFER,
                List.of());
    }

    CallHandle call(String callee) {
        return call(order(callee, SERVER));
    }

    CallHandle call(OutgoingCall order) {
        events.put(order.call(), new ArrayList<>());
        agent.invite(order, nowNanos);
        flush();
        return order.call();
    }

    RegistrationHandle register(long expiresSeconds) {
        return register(new Enrolment(ALICE, List.of(SERVER), expiresSeconds));
    }

    RegistrationHandle register(Enrolment enrolment) {
        RegistrationHandle handle = new RegistrationHandle(++lastHandle);
        registrationEvents.put(handle, new ArrayList<>());
        agent.register(handle, enrolment, nowNanos);
        flush();
        return handle;
    }

    void release(RegistrationHandle handle) {
        agent.release(handle, nowNanos);
        flush();
    }

    void hangUp(CallHandle call) {
        agent.hangUp(call, nowNanos);
        flush();
    }

    void answer(CallHandle call, Bytes sdp) {
        agent.answer(call, sdp, nowNanos);
        flush();
    }

    void reject(CallHandle call, int status) {
        reject(call, status, "");
    }

    void reject(CallHandle call, int status, String why) {
        agent.reject(call, status, why, nowNanos);
        flush();
    }

    void rejectForNow(CallHandle call, Duration retryAfter) {
        agent.rejectForNow(call, "no room", retryAfter, nowNanos);
        flush();
    }

    void reInvite(CallHandle call, Bytes sdp) {
        agent.reInvite(call, sdp, nowNanos);
        flush();
    }

    void info(CallHandle call, String type, Bytes body) {
        agent.info(call, type, body, nowNanos);
        flush();
    }

    List<CallEvent> eventsOf(CallHandle call) {
        return Objects.requireNonNull(events.get(call));
    }

    List<RegistrationEvent> eventsOf(RegistrationHandle registration) {
        return Objects.requireNonNull(registrationEvents.get(registration));
    }

    /** The requests of this method that left, in order. */
    List<SipRequest> requests(String method) {
        return sent.stream()
                .filter(message -> message instanceof SipRequest)
                .map(message -> (SipRequest) message)
                .filter(request -> request.method().name().equals(method))
                .toList();
    }

    List<SipResponse> responses() {
        return sent.stream()
                .filter(message -> message instanceof SipResponse)
                .map(message -> (SipResponse) message)
                .toList();
    }

    /** A connection of ours to this peer is gone. */
    void disconnect(Target peer) {
        agent.disconnected(new Flow(peer, new Endpoint(OURS, 5060), 7), nowNanos);
        flush();
    }

    // Time.

    /** The clock jumps, as after a suspend: nothing happened in between. */
    void jump(Duration duration) {
        nowNanos += duration.toNanos();
    }

    void after(Duration delay, Runnable task) {
        queue.add(new Event(nowNanos + delay.toNanos(), order++, task));
    }

    void run(Duration duration) {
        long end = nowNanos + duration.toNanos();
        while (nextNanos() <= end) {
            step();
        }
        nowNanos = end;
    }

    /** Until nothing is left to happen. */
    void runToTheEnd() {
        while (nextNanos() != Long.MAX_VALUE) {
            step();
        }
    }

    private long nextNanos() {
        Event event = queue.peek();
        return Math.min(event == null ? Long.MAX_VALUE : event.atNanos(), agent.nextTimeoutNanos());
    }

    private void step() {
        nowNanos = Math.max(nowNanos, nextNanos());
        Event event = queue.peek();
        if (event != null && event.atNanos() <= nowNanos) {
            queue.remove();
            event.task().run();
        } else {
            agent.timeout(nowNanos);
        }
        flush();
    }

    // The network.

    private void flush() {
        for (Output output = agent.poll(); output != null; output = agent.poll()) {
            take(output);
        }
    }

    private void take(Output output) {
        switch (output) {
            case Output.Send(Packet packet) -> carry(packet);
            case Output.Resolve(long id, NextHop hop) -> resolve(id, hop);
            case Output.OfCall(CallHandle call, CallEvent event) -> {
                eventsOf(call).add(event);
                reaction.accept(call, event);
            }
            case Output.Arrived(Arrival arrival) -> {
                arrivals.add(arrival);
                events.put(arrival.call(), new ArrayList<>());
                arrived.accept(arrival);
            }
            case Output.TurnedAway away -> turnedAway.add(away);
            case Output.OfRegistration(var handle, RegistrationEvent.Answered(int status)) ->
                    statuses.computeIfAbsent(handle, _ -> new ArrayList<>()).add(status);
            case Output.OfRegistration(RegistrationHandle handle, RegistrationEvent event) ->
                    eventsOf(handle).add(event);
            case Output.KeepAlive(Target target) -> keepAlives.add(new KeptAlive(nowNanos, target));
            case Output.Trace trace -> traces.add(trace);
            case Output.RegistrationTrace trace -> registrationTraces.add(trace);
        }
    }

    private void resolve(long id, NextHop hop) {
        Target literal = hop.literal();
        List<Target> found =
                names.getOrDefault(hop.host(), literal == null ? List.of() : List.of(literal));
        String refusal = forbidden.get(hop.host());
        after(
                Duration.ofMillis(20),
                () -> {
                    if (refusal == null) {
                        agent.resolved(id, found, nowNanos);
                    } else {
                        agent.unresolved(id, refusal, nowNanos);
                    }
                });
    }

    private void carry(Packet packet) {
        SipMessage message = parsed(packet.bytes());
        sent.add(message);
        if (refusing.contains(packet.target())) {
            after(Duration.ofMillis(1), () -> agent.notSent(packet, obstacle, nowNanos));
        } else {
            travel(packet.target().transport(), () -> arrive(message, packet.target()));
        }
    }

    private void arrive(SipMessage message, Target at) {
        Peer peer = peers.get(at);
        if (peer != null) {
            peer.receive(message, at);
        }
    }

    /** From a peer to the agent. */
    void send(SipMessage message, Target from) {
        sendRaw(message.print(), from);
    }

    void sendRaw(byte[] bytes, Target from) {
        Flow flow = new Flow(from, new Endpoint(OURS, 5060), from.transport().reliable() ? 7 : 0);
        travel(from.transport(), () -> agent.receive(SipParser.read(bytes), flow, nowNanos));
    }

    private void travel(Transport transport, Runnable arrival) {
        if (transport.reliable()) {
            after(shortest, arrival);
            return;
        }
        int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < doubled ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long spread = longest.minus(shortest).toNanos();
            long more = spread == 0 ? 0 : random.nextLong(spread);
            after(shortest.plusNanos(more), arrival);
        }
    }

    static SipMessage parsed(byte[] bytes) {
        return switch (SipParser.read(bytes)) {
            case Incoming.Message(SipMessage message) -> message;
            case Incoming.Malformed(var reason, _) -> throw new AssertionError(reason);
            case Incoming.Ping _, Incoming.Pong _ -> throw new AssertionError("line ends");
        };
    }
}
