package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.request.Resolution;
import io.sipcast.sip.request.TargetHealth;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.LocalAddress;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.TransactionLayer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The SIP side of the gateway, without I/O. One thread owns it. After every call of a method here,
 * {@link #poll} until it is empty, then sleep until {@link #nextTimeoutNanos} at the latest and
 * call {@link #timeout}. Time is monotonic nanoseconds. Commands for a handle that is gone do
 * nothing: its last event may be on the way.
 */
public final class UserAgent {
    /**
     * How it is doing.
     *
     * @param transactions that live now
     * @param resolving names that are being looked up
     * @param logins accounts in use that have a server and a password
     * @param strayResponses that answered nothing
     * @param malformed messages that could not be read
     * @param refused requests that were dropped because there were too many
     * @param ignored messages of strangers that we hide from
     */
    public record Counters(
            int calls,
            int registrations,
            int transactions,
            int timers,
            int resolving,
            int logins,
            long strayResponses,
            long malformed,
            long refused,
            long ignored) {}

    private final Queue<Output> outputs = new ArrayDeque<>();
    private final CallTable calls = new CallTable();
    private final Map<Long, Consumer<Resolution>> resolving = new HashMap<>();
    private final TimerQueue timers;
    private final TransactionLayer transactions;
    private final Context context;
    private final Registrations registrations;
    private final Entrance entrance;
    private long lastResolution;
    private long strayResponses;
    private long malformed;
    private long ignored;

    /**
     * Begins at this time.
     *
     * @param random must not be guessable: tags, branches and nonces come from it
     */
    public UserAgent(Settings settings, LocalAddress local, RandomGenerator random, long nowNanos) {
        timers = new TimerQueue(nowNanos);
        transactions =
                new TransactionLayer(
                        settings.timing(),
                        settings.limits(),
                        timers,
                        random,
                        this::send,
                        new Requests());
        Environment environment =
                new Environment(
                        transactions,
                        timers,
                        settings.timing(),
                        local,
                        this::resolve,
                        new TargetHealth(),
                        settings.udpMaxRequest());
        context = new Context(settings, environment, random, new Logins(random), outputs);
        registrations = new Registrations(context);
        entrance = new Entrance(context, calls);
    }

    /** The next thing to do, or null. */
    public @Nullable Output poll() {
        return outputs.poll();
    }

    /** When {@link #timeout} has something to do; {@code Long.MAX_VALUE} for never. */
    public long nextTimeoutNanos() {
        return timers.nextNanos();
    }

    public void timeout(long nowNanos) {
        timers.expire(nowNanos);
    }

    public Counters counters() {
        return new Counters(
                calls.size(),
                registrations.size(),
                transactions.size(),
                timers.size(),
                resolving.size(),
                context.logins().size(),
                strayResponses,
                malformed,
                transactions.refused(),
                ignored);
    }

    // From the network.

    /** Takes what arrived. A keep-alive is the transport's own matter. */
    public void receive(Incoming incoming, Flow flow, long nowNanos) {
        timers.advance(nowNanos);
        switch (incoming) {
            case Incoming.Message(SipMessage message) -> {
                if (isOfStranger(message) && hidesFrom(flow)) {
                    ignored++;
                } else {
                    receive(message, flow);
                }
            }
            case Incoming.Malformed(_, SipResponse answer) -> {
                malformed++;
                if (answer != null && !hidesFrom(flow)) {
                    transactions.answerStateless(answer, flow);
                }
            }
            case Incoming.Ping _, Incoming.Pong _ -> {}
        }
    }

    private boolean isOfStranger(SipMessage message) {
        return message instanceof SipRequest request && calls.ofRequest(request) == null;
    }

    /** Never from a server of our own calls and registrations: it may have something to ask. */
    private boolean hidesFrom(Flow flow) {
        IpAddress source = flow.peer().ip();
        return entrance.hidesFrom(source)
                && !calls.servedBy(source)
                && !registrations.servedBy(source);
    }

    private void receive(SipMessage message, Flow flow) {
        trace(false, message, flow.peer());
        registrations.heardFrom(flow.peer());
        switch (message) {
            case SipRequest request -> transactions.receive(request, flow);
            case SipResponse response -> transactions.receive(response);
        }
    }

    /**
     * This could not be sent.
     *
     * @param why completes "it cannot be reached: ...", such as "connection refused"
     */
    public void notSent(Packet packet, String why, long nowNanos) {
        timers.advance(nowNanos);
        transactions.notSent(packet, why);
    }

    /** A connection that we had made is gone; what was under way on it is told for itself. */
    public void disconnected(Flow flow, long nowNanos) {
        timers.advance(nowNanos);
        registrations.disconnected(flow.peer());
    }

    /** The answer to {@link Output.Resolve}: in the order to be tried, none when there is none. */
    public void resolved(long id, List<Target> targets, long nowNanos) {
        resolved(id, new Resolution(targets, ""), nowNanos);
    }

    /** The other answer: there is no target, for this reason, which is a sentence for the user. */
    public void unresolved(long id, String why, long nowNanos) {
        resolved(id, new Resolution(List.of(), why), nowNanos);
    }

    private void resolved(long id, Resolution resolution, long nowNanos) {
        timers.advance(nowNanos);
        Consumer<Resolution> then = resolving.remove(id);
        if (then != null) {
            then.accept(resolution);
        }
    }

    // Commands.

    /** Lets calls in by these rules from now on; until then nobody can be called here. */
    public void open(Reception reception) {
        entrance.open(reception);
    }

    /** Calls out. The handle is new, and not below nought. */
    public void invite(OutgoingCall order, long nowNanos) {
        timers.advance(nowNanos);
        if (calls.get(order.call()) != null) {
            throw new IllegalArgumentException(order.call() + " is in use");
        }
        Call call = new Call(context, order, calls::remove);
        calls.add(call);
        call.start();
    }

    /**
     * Ends a call in whatever state it is: before the answer by CANCEL, or by 480 if it came in,
     * after it by BYE.
     */
    public void hangUp(CallHandle handle, long nowNanos) {
        hangUp(handle, null, nowNanos);
    }

    /** The same; CANCEL or BYE says why (RFC 3326). */
    public void hangUp(CallHandle handle, @Nullable Reason why, long nowNanos) {
        timers.advance(nowNanos);
        CallSide call = calls.get(handle);
        if (call != null) {
            call.hangUp(why);
        }
    }

    /**
     * Takes a call that came in, or a new offer in a call: accepts the peer's offer with this SDP,
     * or makes the offer that it asked for.
     */
    public void answer(CallHandle handle, Bytes sdp, long nowNanos) {
        timers.advance(nowNanos);
        CallSide call = calls.get(handle);
        if (call != null) {
            call.answer(sdp);
        }
    }

    /**
     * Turns a call that came in or a new offer down.
     *
     * @param why for people, sent with a 488 to a new call
     */
    public void reject(CallHandle handle, int status, String why, long nowNanos) {
        timers.advance(nowNanos);
        CallSide call = calls.get(handle);
        if (call != null) {
            call.reject(status, why);
        }
    }

    /**
     * Turns a call that came in down with 503: another server may take it (RFC 3261 §21.5.4).
     *
     * @param why for our log
     * @param retryAfter until when the peer should send us nothing new; in whole seconds, rounded
     *     up
     */
    public void rejectForNow(CallHandle handle, String why, Duration retryAfter, long nowNanos) {
        timers.advance(nowNanos);
        if (calls.get(handle) instanceof IncomingCall call) {
            call.rejectForNow(why, retryAfter);
        }
    }

    /**
     * Offers a new description in an established call. It waits for offers that are open and after
     * a 491; comes {@link CallEvent.AnswerToOffer} or {@link CallEvent.OfferRefused}. A later one
     * takes the place of one that is still waiting, of which nothing more is heard.
     */
    public void reInvite(CallHandle handle, Bytes sdp, long nowNanos) {
        timers.advance(nowNanos);
        Established dialog = dialog(handle);
        if (dialog != null) {
            dialog.reInvite(sdp);
        }
    }

    /** Sends INFO in an established call. */
    public void info(CallHandle handle, String contentType, Bytes body, long nowNanos) {
        timers.advance(nowNanos);
        Established dialog = dialog(handle);
        if (dialog != null) {
            dialog.info(contentType, body);
        }
    }

    private @Nullable Established dialog(CallHandle handle) {
        CallSide call = calls.get(handle);
        return call == null ? null : call.dialog();
    }

    /** The Call-ID of a call, for people who look for it in a trace; null when it is gone. */
    public @Nullable String callId(CallHandle handle) {
        CallSide call = calls.get(handle);
        return call == null ? null : call.callId();
    }

    /** Keeps an account registered until every handle for it is released. The handle is new. */
    public void register(RegistrationHandle handle, Enrolment enrolment, long nowNanos) {
        timers.advance(nowNanos);
        registrations.register(handle, enrolment);
    }

    public void release(RegistrationHandle handle, long nowNanos) {
        timers.advance(nowNanos);
        registrations.release(handle);
    }

    /** Every registration as it is now, the eldest first. */
    public List<RegistrationState> registrations() {
        return registrations.states();
    }

    // Inside.

    private void send(Packet packet) {
        trace(true, packet.message(), packet.target());
        outputs.add(new Output.Send(packet));
    }

    private void trace(boolean sent, SipMessage message, Target peer) {
        CallSide call = calls.ofMessage(message, sent);
        long now = timers.nowNanos();
        if (call != null) {
            outputs.add(new Output.Trace(call.handle(), sent, message, peer, now));
            return;
        }
        for (RegistrationHandle user : registrations.usersOf(message.callId())) {
            outputs.add(new Output.RegistrationTrace(user, sent, message, peer, now));
        }
    }

    private void resolve(NextHop hop, Consumer<Resolution> then) {
        long id = ++lastResolution;
        resolving.put(
                id, found -> then.accept(new Resolution(hop.found(found.targets()), found.why())));
        outputs.add(new Output.Resolve(id, hop));
    }

    /** What others ask of us. */
    private final class Requests implements TransactionLayer.User {
        @Override
        public void onRequest(ServerTransaction transaction, SipRequest request) {
            CallSide call = calls.ofRequest(request);
            if (call != null) {
                call.receive(transaction);
            } else if (request.method().equals(Method.INVITE) && request.to().tag() == null) {
                entrance.receive(transaction);
            } else {
                OutOfDialog.answer(transaction, entrance.pause());
            }
        }

        @Override
        public void onAck(SipRequest ack) {
            CallSide call = calls.ofRequest(ack);
            if (call != null) {
                call.onAck(ack);
            }
        }

        @Override
        public void onStray(SipResponse response) {
            boolean answer = response.cseq().method().equals(Method.INVITE);
            if (calls.ofResponse(response) instanceof Call call && answer && response.isSuccess()) {
                call.onLateSuccess(response);
            } else {
                strayResponses++;
            }
        }

        @Override
        public boolean expects(SipRequest request) {
            return calls.ofRequest(request) != null;
        }
    }
}
