package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.bytes.Bytes;
import io.sipcast.observe.FaultLog;
import io.sipcast.observe.Mask;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Enrolment;
import io.sipcast.sip.OutgoingCall;
import io.sipcast.sip.Output;
import io.sipcast.sip.Reception;
import io.sipcast.sip.RegistrationEvent;
import io.sipcast.sip.RegistrationHandle;
import io.sipcast.sip.Settings;
import io.sipcast.sip.UserAgent;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the SIP engine: what arrives goes in, what it wants is done, its events go to whom they
 * concern. The engine lives on the SIP loop; commands may come from any thread.
 */
public final class SipDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipDriver.class);
    private static final int DEFAULT_PORT = 5060;

    /** Hears of one call, on the SIP loop: hands over and returns. */
    public interface CallListener {
        void event(CallEvent event);

        /** A message of the call went by. */
        void trace(Output.Trace message);
    }

    /** Takes calls that come in, on the SIP loop: hands over and returns. */
    public interface Receiver {
        /** Who hears of the call from here on. */
        CallListener arrived(Arrival arrival);
    }

    private final EventLoop loop;
    private final TargetPolicy policy;
    private final Executor mayWait;
    private final SipTransports transports;
    private final UserAgent agent;
    private final AtomicLong handles = new AtomicLong();
    private final Map<CallHandle, CallListener> calls = new HashMap<>();
    private final Map<RegistrationHandle, Consumer<RegistrationEvent>> registrations =
            new HashMap<>();
    private final FaultLog turnedAway = new FaultLog(LOG, "Calls turned away");
    private @Nullable Receiver receiver;
    private @Nullable Future<?> wakeUp;
    private long wakeUpNanos = Long.MAX_VALUE;

    private SipDriver(Loops loops, TargetPolicy policy, Executor mayWait, Opening opening)
            throws BindFailedException {
        this.loop = loops.sip();
        this.policy = policy;
        this.mayWait = mayWait;
        this.agent = // before the sockets, whose first datagram may come at once
                new UserAgent(
                        opening.settings(), this::towards, opening.random(), System.nanoTime());
        this.transports =
                SipTransports.open(
                        loops, opening.address(), opening.port(), opening.locals(), this::received);
    }

    /**
     * What the SIP side is opened with.
     *
     * @param address null for all of ours
     * @param port 0 for a free one
     * @param random must not be guessable
     */
    public record Opening(
            @Nullable InetAddress address,
            int port,
            LocalAddresses locals,
            Settings settings,
            RandomGenerator random) {}

    /**
     * Binds the sockets and begins to serve.
     *
     * @param mayWait runs DNS look-ups
     * @throws BindFailedException when the port is in use
     */
    public static SipDriver open(
            Loops loops, TargetPolicy policy, Executor mayWait, Opening opening)
            throws BindFailedException {
        return new SipDriver(loops, policy, mayWait, opening);
    }

    public int port() {
        return transports.port();
    }

    /** Names a call that is yet to be made. */
    public CallHandle newCall() {
        return new CallHandle(handles.incrementAndGet());
    }

    /** Lets calls in from now on; until then nobody can be called here. */
    public void receive(Reception reception, Receiver newReceiver) {
        perform(_ -> {
            receiver = newReceiver;
            agent.open(reception);
        });
    }

    /** Calls out; events come to the listener until the closing one. */
    public void invite(OutgoingCall order, CallListener listener) {
        perform(now -> {
            calls.put(order.call(), listener);
            agent.invite(order, now);
        });
    }

    public void hangUp(CallHandle call) {
        perform(now -> agent.hangUp(call, now));
    }

    public void answer(CallHandle call, Bytes sdp) {
        perform(now -> agent.answer(call, sdp, now));
    }

    /** {@code why} goes with a 488 to a call that came in. */
    public void reject(CallHandle call, int status, String why) {
        perform(now -> agent.reject(call, status, why, now));
    }

    public void info(CallHandle call, String contentType, Bytes body) {
        perform(now -> agent.info(call, contentType, body, now));
    }

    /** Keeps an account registered until the handle is released. */
    public RegistrationHandle register(Enrolment enrolment, Consumer<RegistrationEvent> listener) {
        var handle = new RegistrationHandle(handles.incrementAndGet());
        perform(now -> {
            registrations.put(handle, listener);
            agent.register(handle, enrolment, now);
        });
        return handle;
    }

    public void release(RegistrationHandle registration) {
        perform(now -> agent.release(registration, now));
    }

    /** How the engine is doing. Waits for the SIP loop. */
    public UserAgent.Counters counters() {
        return CompletableFuture.supplyAsync(agent::counters, loop).join();
    }

    /** Whether nothing is left to be said: no call, no registration, no request under way. */
    public boolean idle() {
        UserAgent.Counters counters = counters();
        return counters.calls() == 0 && counters.registrations() == 0;
    }

    private Endpoint towards(Target target) {
        return transports.towards(target);
    }

    private interface Command {
        void run(long nowNanos);
    }

    private void perform(Command command) {
        loop.execute(() -> run(command));
    }

    private void run(Command command) {
        try {
            command.run(System.nanoTime());
        } catch (RuntimeException fault) {
            LOG.error("The SIP engine failed", fault);
        }
        drain();
    }

    /** On the SIP loop. */
    private void received(Incoming incoming, Flow flow, long nowNanos) {
        run(_ -> agent.receive(incoming, flow, nowNanos));
    }

    private void drain() {
        for (Output output = agent.poll(); output != null; output = agent.poll()) {
            try {
                carryOut(output);
            } catch (RuntimeException fault) { // of one call: the others go on
                LOG.error("Cannot carry out {}", output.getClass().getSimpleName(), fault);
            }
        }
        armWakeUp();
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.Send(Packet packet) -> send(packet);
            case Output.Resolve(long id, NextHop hop) -> resolve(id, hop);
            case Output.OfCall(CallHandle call, CallEvent event) -> tell(call, event);
            case Output.Arrived(Arrival arrival) -> arrived(arrival);
            case Output.TurnedAway away -> turnedAway.count(sentence(away), System.nanoTime());
            case Output.OfRegistration(RegistrationHandle handle, RegistrationEvent event) ->
                    tell(handle, event);
            case Output.Trace trace -> {
                CallListener listener = calls.get(trace.call());
                if (listener != null) {
                    listener.trace(trace);
                }
            }
        }
    }

    /** A Contact or a Route may name any address; some are nobody's to be reached through us. */
    private void send(Packet packet) {
        Target target = packet.target();
        if (policy.neverAllows(Addresses.inet(target.ip()))) {
            LOG.warn("Nothing is sent to {}: net.allowed-targets never allows it", target);
            notSent(packet);
            return;
        }
        transports.send(packet.bytes(), target, packet.connection(), () -> notSent(packet));
    }

    private void notSent(Packet packet) {
        perform(now -> agent.notSent(packet, now)); // later: the engine may be in the middle of it
    }

    private void resolve(long id, NextHop hop) {
        mayWait.execute(() -> {
            List<Target> targets = resolve(hop);
            perform(now -> agent.resolved(id, targets, now));
        });
    }

    /** Those addresses of a name that may be called; none when there is none, which is logged. */
    private List<Target> resolve(NextHop hop) {
        try {
            return resolve(policy, hop);
        } catch (UnknownHostException | TargetRefusedException e) {
            LOG.warn("{}", e.getMessage());
            return List.of();
        }
    }

    /**
     * The targets behind a host. Waits for DNS.
     *
     * @throws UnknownHostException with a sentence for the user
     * @throws TargetRefusedException when it leads nowhere that is allowed
     */
    public static List<Target> resolve(TargetPolicy policy, NextHop hop)
            throws UnknownHostException, TargetRefusedException {
        Transport transport = hop.transport() == null ? Transport.UDP : hop.transport();
        int port = hop.port() == 0 ? DEFAULT_PORT : hop.port();
        List<InetSocketAddress> found = policy.resolve(hop.host(), port);
        return found.stream().map(address -> Addresses.target(transport, address)).toList();
    }

    private void arrived(Arrival arrival) {
        if (receiver == null) { // the reception lets nobody in before there is one
            throw new IllegalStateException("nobody takes calls");
        }
        try {
            calls.put(arrival.call(), receiver.arrived(arrival));
        } catch (RuntimeException fault) { // the caller must not wait for it
            LOG.error("A call could not be taken", fault);
            reject(arrival.call(), 500, "an internal error, see the log");
        }
    }

    private static String sentence(Output.TurnedAway away) {
        return "%s calls %s from %s: %d, %s"
                .formatted(
                        Mask.sipUri(away.caller().print()),
                        Mask.sipUri(away.called().print()),
                        away.source(),
                        away.status(),
                        away.why());
    }

    private void tell(CallHandle call, CallEvent event) {
        CallListener listener =
                event instanceof CallEvent.Closing ? calls.remove(call) : calls.get(call);
        if (listener != null) {
            listener.event(event);
        }
    }

    private void tell(RegistrationHandle handle, RegistrationEvent event) {
        boolean last =
                event instanceof RegistrationEvent.Failed
                        || event instanceof RegistrationEvent.Released;
        Consumer<RegistrationEvent> listener =
                last ? registrations.remove(handle) : registrations.get(handle);
        if (listener != null) {
            listener.accept(event);
        }
    }

    /** One timer for the engine, set to its next moment. */
    private void armWakeUp() {
        long next = agent.nextTimeoutNanos();
        if (next >= wakeUpNanos) {
            return; // it wakes up early enough, and looks again then
        }
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
        wakeUpNanos = next;
        long delay = Math.max(0, next - System.nanoTime());
        wakeUp = loop.schedule(this::wakeUp, delay, TimeUnit.NANOSECONDS);
    }

    private void wakeUp() {
        wakeUpNanos = Long.MAX_VALUE;
        turnedAway.tick(System.nanoTime());
        run(agent::timeout);
    }

    @Override
    public void close() {
        transports.close();
        loop.submit(
                        () -> {
                            if (wakeUp != null) {
                                wakeUp.cancel(false);
                            }
                        })
                .awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
