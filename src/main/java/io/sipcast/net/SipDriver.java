package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.bytes.Bytes;
import io.sipcast.observe.FaultLog;
import io.sipcast.observe.Mask;
import io.sipcast.observe.MistakeLog;
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
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final byte[] KEEP_ALIVE = {'\r', '\n', '\r', '\n'}; // RFC 5626 §4.4.1

    /** Registrars that are there take the end of a registration, challenge included, in this. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** How often it is looked whether the files of TLS have changed. */
    private static final int CERTIFICATES_SECONDS = 60;

    /** Hears of one call, on the SIP loop: hands over and returns. */
    public interface CallListener {
        void event(CallEvent event);

        /** A message of the call went by. */
        void trace(Output.Trace message);
    }

    /** Hears of one registration, on the SIP loop: hands over and returns. */
    @FunctionalInterface
    public interface RegistrationListener {
        void event(RegistrationEvent event);

        /** A message of the registration went by. */
        default void trace(Output.RegistrationTrace message) {}
    }

    /** Takes calls that come in, on the SIP loop: hands over and returns. */
    public interface Receiver {
        /** Who hears of the call from here on. */
        CallListener arrived(Arrival arrival);
    }

    private final EventLoop loop;
    private final ServerLocator locator;
    private final Executor mayWait;
    private final SipTransports transports;
    private final UserAgent agent;
    private final AtomicLong handles = new AtomicLong();
    private final Map<CallHandle, CallListener> calls = new HashMap<>();
    private final SipRegistrations registrations = new SipRegistrations();
    private final FaultLog turnedAway = new FaultLog(LOG, "Calls turned away");
    private final MistakeLog mistakes = new MistakeLog(LOG, "The SIP engine failed");
    private final MistakeLog notCarriedOut =
            new MistakeLog(LOG, "What the SIP engine wants cannot be done");
    private final Future<?> certificates;
    private volatile Runnable registrationObserver = () -> {};
    private boolean registrationsTouched;
    private @Nullable Receiver receiver;
    private @Nullable Future<?> wakeUp;
    private long wakeUpNanos = Long.MAX_VALUE;

    private SipDriver(Loops loops, ServerLocator locator, Executor mayWait, Opening opening)
            throws BindFailedException {
        this.loop = loops.sip();
        this.locator = locator;
        this.mayWait = mayWait;
        this.agent = // before the sockets, whose first datagram may come at once
                new UserAgent(
                        opening.settings(), this::towards, opening.random(), System.nanoTime());
        this.transports =
                SipTransports.open(
                        loops,
                        new SipTransports.Listening(
                                opening.address(), opening.port(), opening.tls()),
                        opening.locals(),
                        new Wire());
        SipTls tls = opening.tls();
        this.certificates =
                loop.scheduleWithFixedDelay(
                        () -> mayWait.execute(tls::refresh),
                        CERTIFICATES_SECONDS,
                        CERTIFICATES_SECONDS,
                        TimeUnit.SECONDS);
    }

    /**
     * What the SIP side is opened with.
     *
     * @param address null for all of ours
     * @param port 0 for a free one
     * @param tls has the port for TLS
     * @param random must not be guessable
     */
    public record Opening(
            @Nullable InetAddress address,
            int port,
            SipTls tls,
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
            Loops loops, ServerLocator locator, Executor mayWait, Opening opening)
            throws BindFailedException {
        return new SipDriver(loops, locator, mayWait, opening);
    }

    public int port() {
        return transports.port();
    }

    /** Where we can be called over TLS, if we have a certificate. */
    public int tlsPort() {
        return transports.tlsPort();
    }

    /** How the connections are doing. Waits for the SIP loop. */
    public SipTransports.Counters connections() {
        return transports.counters();
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

    /** Ends a call; CANCEL or BYE says why. */
    public void hangUp(CallHandle call, Reason why) {
        perform(now -> agent.hangUp(call, why, now));
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

    /** Turns a call that came in down with 503 and a Retry-After. */
    public void rejectForNow(CallHandle call, String why, Duration retryAfter) {
        perform(now -> agent.rejectForNow(call, why, retryAfter, now));
    }

    public void info(CallHandle call, String contentType, Bytes body) {
        perform(now -> agent.info(call, contentType, body, now));
    }

    /**
     * Keeps an account registered until the handle is released.
     *
     * @param user for whom, as {@link RegistrationInfo} shows it
     */
    public RegistrationHandle register(
            Enrolment enrolment, String user, RegistrationListener listener) {
        var handle = new RegistrationHandle(handles.incrementAndGet());
        perform(now -> {
            registrations.add(handle, user, listener);
            agent.register(handle, enrolment, now);
            registrationsTouched = true;
        });
        return handle;
    }

    public void release(RegistrationHandle registration) {
        perform(now -> {
            agent.release(registration, now);
            registrationsTouched = true;
        });
    }

    /** Tells somebody when registrations may have changed, on the SIP loop; it must not wait. */
    public void observeRegistrations(Runnable by) {
        registrationObserver = by;
    }

    /** Every registration there is now, the eldest first. Waits for the SIP loop. */
    public List<RegistrationInfo> registrations() {
        return CompletableFuture.supplyAsync(
                        () -> registrations.describe(agent.registrations(), System.nanoTime()),
                        loop)
                .join();
    }

    /** How the engine is doing. Waits for the SIP loop. */
    public UserAgent.Counters counters() {
        return CompletableFuture.supplyAsync(agent::counters, loop).join();
    }

    /**
     * The engine with its sockets.
     *
     * @param connections over TCP and TLS
     */
    public record Status(UserAgent.Counters engine, SipTransports.Counters connections) {}

    /** How all of SIP is doing. Waits for the SIP loop. */
    public Status status() {
        return new Status(counters(), transports.counters());
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
            mistakes.add(fault, System.nanoTime());
        }
        drain();
    }

    /** What the network tells us. */
    private final class Wire implements SipTransports.User {
        @Override
        public void received(Incoming incoming, Flow flow, long nowNanos) {
            run(_ -> agent.receive(incoming, flow, nowNanos));
        }

        @Override
        public void disconnected(Flow flow) {
            perform(now -> agent.disconnected(flow, now)); // later, as below
        }
    }

    private void drain() {
        for (Output output = agent.poll(); output != null; output = agent.poll()) {
            try {
                carryOut(output);
            } catch (RuntimeException fault) { // of one call: the others go on
                notCarriedOut.add(fault, System.nanoTime());
            }
        }
        if (registrationsTouched) {
            registrationsTouched = false;
            registrationObserver.run();
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
            case Output.OfRegistration(RegistrationHandle handle, RegistrationEvent event) -> {
                registrationsTouched = true;
                registrations.tell(handle, event);
            }
            case Output.KeepAlive(Target target) -> keepAlive(target);
            case Output.Trace trace -> {
                CallListener listener = calls.get(trace.call());
                if (listener != null) {
                    listener.trace(trace);
                }
            }
            case Output.RegistrationTrace trace -> {
                registrationsTouched = true;
                registrations.trace(trace);
            }
        }
    }

    /** A Contact or a Route may name any address; some are nobody's to be reached through us. */
    private void send(Packet packet) {
        Target target = packet.target();
        if (locator.policy().neverAllows(Addresses.inet(target.ip()))) {
            LOG.warn("Nothing is sent to {}: net.allowed-targets never allows it", target);
            notSent(packet, "net.allowed-targets never allows it");
            return;
        }
        transports.send(packet.bytes(), target, packet.connection(), why -> notSent(packet, why));
    }

    private void keepAlive(Target target) {
        if (!locator.policy().neverAllows(Addresses.inet(target.ip()))) {
            transports.send(KEEP_ALIVE, target, 0, _ -> {});
        }
    }

    private void notSent(Packet packet, String why) {
        perform(now ->
                agent.notSent(packet, why, now)); // later: the engine may be in the middle of it
    }

    private void resolve(long id, NextHop hop) {
        mayWait.execute(() -> {
            try {
                List<Target> targets = locator.locate(hop);
                perform(now -> agent.resolved(id, targets, now));
            } catch (UnknownHostException | TargetRefusedException e) {
                String why = String.valueOf(e.getMessage());
                LOG.warn("{}", why);
                perform(now -> agent.unresolved(id, why, now));
            }
        });
    }

    /**
     * The targets behind a host in the order in which they are to be tried, at least one. Waits for
     * DNS.
     *
     * @throws UnknownHostException with a sentence for the user
     * @throws TargetRefusedException when it leads nowhere that is allowed
     */
    public List<Target> locate(NextHop hop) throws UnknownHostException, TargetRefusedException {
        return locator.locate(hop);
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

    /** Takes back what is registered first. */
    @Override
    public void close() {
        farewell();
        certificates.cancel(false);
        transports.close();
        loop.submit(
                        () -> {
                            if (wakeUp != null) {
                                wakeUp.cancel(false);
                            }
                        })
                .awaitUninterruptibly(1, TimeUnit.SECONDS);
        mistakes.finish();
        notCarriedOut.finish();
    }

    private void farewell() {
        perform(now -> {
            registrations.handles().forEach(handle -> agent.release(handle, now));
            registrations.expectNobody();
        });
        registrations
                .gone()
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
