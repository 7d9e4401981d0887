package io.sipcast.net;

import io.sipcast.bytes.Bytes;
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
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Drives the SIP engine: what arrives goes in, what it wants is done, its events go to whom they
 * concern. {@link SipEngine} is the engine on its loop, {@link SipNetwork} has its sockets, {@link
 * SipCalls} and {@link SipRegistrations} know whom events concern. Commands may come from any
 * thread.
 */
public final class SipDriver implements AutoCloseable {
    /** Registrars that are there take the end of a registration, challenge included, in this. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

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

    private final ServerLocator locator;
    private final SipEngine engine;
    private final SipNetwork network;
    private final AtomicLong handles = new AtomicLong();
    private final SipCalls calls = new SipCalls();
    private final SipRegistrations registrations = new SipRegistrations();
    private volatile Runnable registrationObserver = () -> {};
    private boolean registrationsTouched; // on the SIP loop

    private SipDriver(Loops loops, ServerLocator locator, Executor mayWait, Opening opening)
            throws BindFailedException {
        this.locator = locator;
        var agent =
                new UserAgent(
                        opening.settings(), this::towards, opening.random(), System.nanoTime());
        this.engine = new SipEngine(loops.sip(), agent, new Hands());
        this.network = new SipNetwork(loops, opening, locator, mayWait, engine);
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
     * Binds the sockets, which are read from {@link #begin} on.
     *
     * @param mayWait runs DNS look-ups
     * @throws BindFailedException when the port is in use
     */
    public static SipDriver open(
            Loops loops, ServerLocator locator, Executor mayWait, Opening opening)
            throws BindFailedException {
        return new SipDriver(loops, locator, mayWait, opening);
    }

    /** Serves from now on, first what came meanwhile. */
    public void begin() {
        network.begin();
    }

    public int port() {
        return network.transports().port();
    }

    /** Where we can be called over TLS, if we have a certificate. */
    public int tlsPort() {
        return network.transports().tlsPort();
    }

    /** How the connections are doing. Waits for the SIP loop. */
    public SipTransports.Counters connections() {
        return network.transports().counters();
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

    /** Names a call that is yet to be made. */
    public CallHandle newCall() {
        return new CallHandle(handles.incrementAndGet());
    }

    /** Lets calls in from now on; until then nobody can be called here. */
    public void receive(Reception reception, Receiver receiver) {
        engine.perform((agent, _) -> {
            calls.receiver(receiver);
            agent.open(reception);
        });
    }

    /** Calls out; events come to the listener until the closing one. */
    public void invite(OutgoingCall order, CallListener listener) {
        engine.perform((agent, now) -> {
            calls.add(order.call(), listener);
            agent.invite(order, now);
        });
    }

    /** Ends a call; CANCEL or BYE says why. */
    public void hangUp(CallHandle call, Reason why) {
        engine.perform((agent, now) -> agent.hangUp(call, why, now));
    }

    public void hangUp(CallHandle call) {
        engine.perform((agent, now) -> agent.hangUp(call, now));
    }

    public void answer(CallHandle call, Bytes sdp) {
        engine.perform((agent, now) -> agent.answer(call, sdp, now));
    }

    /** {@code why} goes with a 488 to a call that came in. */
    public void reject(CallHandle call, int status, String why) {
        engine.perform((agent, now) -> agent.reject(call, status, why, now));
    }

    /** Turns a call that came in down with 503 and a Retry-After. */
    public void rejectForNow(CallHandle call, String why, Duration retryAfter) {
        engine.perform((agent, now) -> agent.rejectForNow(call, why, retryAfter, now));
    }

    public void info(CallHandle call, String contentType, Bytes body) {
        engine.perform((agent, now) -> agent.info(call, contentType, body, now));
    }

    /**
     * Keeps an account registered until the handle is released.
     *
     * @param user for whom, as {@link RegistrationInfo} shows it
     */
    public RegistrationHandle register(
            Enrolment enrolment, String user, RegistrationListener listener) {
        var handle = new RegistrationHandle(handles.incrementAndGet());
        engine.perform((agent, now) -> {
            registrations.add(handle, user, listener);
            agent.register(handle, enrolment, now);
            registrationsTouched = true;
        });
        return handle;
    }

    public void release(RegistrationHandle registration) {
        engine.perform((agent, now) -> {
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
        return engine.ask(
                agent -> registrations.describe(agent.registrations(), System.nanoTime()));
    }

    /** How the engine is doing. Waits for the SIP loop. */
    public UserAgent.Counters counters() {
        return engine.ask(UserAgent::counters);
    }

    /**
     * The engine with its sockets.
     *
     * @param connections over TCP and TLS
     */
    public record Status(UserAgent.Counters engine, SipTransports.Counters connections) {}

    /** How all of SIP is doing. Waits for the SIP loop. */
    public Status status() {
        return new Status(counters(), network.transports().counters());
    }

    /** Whether nothing is left to be said: no call, no registration, no request under way. */
    public boolean idle() {
        UserAgent.Counters counters = counters();
        return counters.calls() == 0 && counters.registrations() == 0;
    }

    private Endpoint towards(Target target) {
        return network.transports().towards(target);
    }

    /** What the engine wants goes to whom it concerns. */
    private final class Hands implements SipEngine.Hands {
        @Override
        public void carryOut(Output output) {
            switch (output) {
                case Output.Send(Packet packet) -> network.send(packet);
                case Output.Resolve(long id, NextHop hop) -> network.resolve(id, hop);
                case Output.KeepAlive(Target target) -> network.keepAlive(target);
                case Output.OfCall(CallHandle call, CallEvent event) -> calls.tell(call, event);
                case Output.Trace message -> calls.trace(message);
                case Output.Arrived(Arrival arrival) -> {
                    if (!calls.arrived(arrival)) {
                        reject(arrival.call(), 500, "an internal error, see the log");
                    }
                }
                case Output.TurnedAway away -> calls.turnedAway(away, System.nanoTime());
                case Output.OfRegistration(RegistrationHandle handle, RegistrationEvent event) -> {
                    registrationsTouched = true;
                    registrations.tell(handle, event);
                }
                case Output.RegistrationTrace message -> {
                    registrationsTouched = true;
                    registrations.trace(message);
                }
            }
        }

        @Override
        public void done() {
            if (registrationsTouched) {
                registrationsTouched = false;
                registrationObserver.run();
            }
        }

        @Override
        public void tick(long nowNanos) {
            calls.tick(nowNanos);
        }
    }

    /** Takes back what is registered first. */
    @Override
    public void close() {
        farewell();
        network.close();
        engine.close();
        calls.finish();
    }

    private void farewell() {
        engine.perform((agent, now) -> {
            registrations.handles().forEach(handle -> agent.release(handle, now));
            registrations.expectNobody();
        });
        registrations
                .gone()
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
