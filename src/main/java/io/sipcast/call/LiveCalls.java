package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.call.CallRefused.Limit;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.net.LocalAddresses;
import io.sipcast.net.LoopSeat;
import io.sipcast.net.Loops;
import io.sipcast.net.SipDriver;
import io.sipcast.overload.CallLoad;
import io.sipcast.overload.Overload;
import io.sipcast.rtmp.RtmpUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this node, each on a virtual thread of its own, and those that have ended, which are
 * remembered for a while.
 */
public final class LiveCalls implements Calls, AutoCloseable {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 1000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /**
     * What calls work with.
     *
     * @param random must not be guessable
     */
    public record Parts(
            Loops loops,
            Streams streams,
            SipDriver sip,
            CallMedia.Services media,
            Outlet.Factory outlets,
            LocalAddresses addresses,
            SoundFolder sounds,
            Overload overload,
            RandomGenerator random) {}

    /**
     * What the configuration says about calls.
     *
     * @param earlyMedia whether a stream is live before the answer, for calls that don't say
     * @param inviteHeaders in lower case: what inviteParameters may hold beside X- headers
     */
    public record Settings(
            Duration ringTimeout,
            boolean earlyMedia,
            Duration firstPacketTimeout,
            Duration idleTimeout,
            Set<String> inviteHeaders,
            DtmfTiming dtmf,
            CallLimits limits) {}

    /** A call that has ended. */
    private record Past(CallInfo info, @Nullable CallHistory history) {}

    private final Parts parts;
    private final Settings settings;
    private final CallServices services;
    private final CallInjections injections;
    private final Map<String, Call> live = new LinkedHashMap<>(); // guarded by this
    private final Deque<Past> ended = new ArrayDeque<>(); // guarded by this; the last one first
    private final CallAdmission admission; // guarded by this
    private volatile Consumer<String> observer = _ -> {};
    private int running; // guarded by this; those that SIP is not done with yet are not live

    public LiveCalls(Parts parts, Settings settings) {
        this.parts = parts;
        this.settings = settings;
        this.admission = new CallAdmission(settings.limits(), parts.overload());
        this.injections = new CallInjections(parts.streams(), parts.sounds());
        this.services =
                new CallServices(
                        parts.sip(),
                        parts.media(),
                        parts.outlets(),
                        parts.addresses(),
                        parts.random(),
                        settings,
                        new Registry());
    }

    @Override
    public <X extends Exception> String start(CallRequest request, Preparation<X> preparation)
            throws CallRefused, X {
        String made = UUID.randomUUID().toString();
        CallPlan plan = CallPlan.of(request, made, settings.inviteHeaders());
        if (!settings.limits().callees().allows(plan.callee())) {
            throw CallRefused.badField(
                    "callee", "call.allowed-callees does not allow calls to " + plan.callee());
        }
        Call call = accept(plan);
        boolean prepared = false;
        try {
            preparation.prepare(plan.stream());
            prepared = true;
        } finally {
            if (!prepared) {
                withdraw(call);
            }
        }
        run(call);
        return plan.callId();
    }

    /** Nothing of a call that was never begun stays. */
    private synchronized void withdraw(Call call) {
        live.remove(call.plan().callId(), call);
        running--;
        admission.takenBack();
        call.withdraw();
        notifyAll();
    }

    /**
     * Tells somebody which calls change from now on, by their ids: their status, their own targets,
     * their end. On whatever thread; it must not wait.
     */
    public void observe(Consumer<String> by) {
        observer = by;
    }

    /**
     * Takes calls that come in by these rules, from now on.
     *
     * @param recorder told on the SIP loop which of their streams are to be recorded
     */
    public void takeCalls(InboundRules rules, Consumer<StreamName> recorder) {
        var inbound = new InboundCalls(rules, this, parts.sip(), recorder);
        parts.sip().receive(inbound, inbound);
    }

    Call begin(CallPlan plan) throws CallRefused {
        Call call = accept(plan);
        run(call);
        return call;
    }

    private static void run(Call call) {
        Thread.ofVirtual().name("call-" + call.plan().callId()).start(call);
    }

    private synchronized Call accept(CallPlan plan) throws CallRefused {
        if (live.containsKey(plan.callId())) {
            throw CallRefused.taken("callId", "a live call has the callId " + plan.callId());
        }
        admission.admit(live.size());
        for (RtmpUrl target : plan.targets()) {
            refuseSharedTarget(target);
        }
        Call call = seated(plan);
        live.put(plan.callId(), call);
        running++;
        admission.begun();
        observer.accept(plan.callId());
        return call;
    }

    private Call seated(CallPlan plan) throws CallRefused {
        LoopSeat seat = parts.loops().seat();
        try {
            return call(plan, seat);
        } catch (CallRefused | RuntimeException e) {
            seat.close();
            throw e;
        }
    }

    private Call call(CallPlan plan, LoopSeat seat) throws CallRefused {
        LiveStream stream = open(plan, seat.loop());
        try {
            return new Call(services, plan, stream, seat);
        } catch (RuntimeException e) {
            stream.end();
            throw e;
        }
    }

    /** Why a new call would be refused now, whatever it is; null when it would not be. */
    public synchronized @Nullable CallRefused outlook() {
        return admission.outlook(live.size());
    }

    /** How many calls were refused, by what there was too much of. */
    public synchronized long refused(Limit limit) {
        return admission.refused(limit);
    }

    /** What the calls cost already, and will. */
    public CallLoad load() {
        Instant now = Instant.now();
        double settled = 0;
        double coming = 0;
        for (Call call : calls()) {
            if (!call.state().status().ended()) {
                double part = call.settled(now);
                settled += part;
                coming += 1 - part;
            }
        }
        return new CallLoad(settled, coming);
    }

    private void refuseSharedTarget(RtmpUrl target) throws CallRefused {
        for (Call other : live.values()) {
            if (other.plan().targets().stream().anyMatch(target::sameStream)) {
                throw CallRefused.taken(
                        "rtmpStream",
                        "the call "
                                + other.plan().callId()
                                + " publishes to that rtmpUrl and"
                                + " rtmpStream");
            }
        }
    }

    private LiveStream open(CallPlan plan, EventLoop loop) throws CallRefused {
        var publication =
                new Publication(
                        loop,
                        Publication.Audio.PCM,
                        plan.request().hasVideo(),
                        () -> keyFrameWanted(plan.callId()),
                        () -> terminate(plan.callId()),
                        Publication.Source.CALL);
        try {
            return parts.streams().open(plan.stream(), publication);
        } catch (Streams.NameTakenException e) {
            throw CallRefused.taken("toStream", String.valueOf(e.getMessage()));
        }
    }

    private void keyFrameWanted(String callId) {
        Call call = liveCall(callId);
        if (call != null) {
            call.keyFrameWanted();
        }
    }

    private synchronized @Nullable Call liveCall(String callId) {
        return live.get(callId);
    }

    private final class Registry implements CallServices.Registry {
        @Override
        public void changed(Call call) {
            observer.accept(call.plan().callId());
        }

        @Override
        public void released(Call call, CallInfo last) {
            synchronized (LiveCalls.this) { // no look at the lists in between misses it
                call.end(last);
                live.remove(call.plan().callId(), call);
                CallHistory history = call.history();
                if (history != null) {
                    history.end();
                }
                ended.addFirst(new Past(last, history));
                forget();
                observer.accept(call.plan().callId());
            }
        }

        @Override
        public void forgotten(Call call) {
            synchronized (LiveCalls.this) {
                running--;
                LiveCalls.this.notifyAll();
            }
        }
    }

    private void forget() {
        Instant oldest = Instant.now().minus(REMEMBERED);
        Iterator<Past> last = ended.descendingIterator();
        while (last.hasNext()) {
            Instant end = last.next().info().endedAt();
            if (ended.size() <= MOST_REMEMBERED && end != null && end.isAfter(oldest)) {
                return;
            }
            last.remove();
        }
    }

    @Override
    public List<CallInfo> live() {
        return calls().stream().map(Call::info).filter(info -> !info.ended()).toList();
    }

    private synchronized List<Call> calls() {
        return List.copyOf(live.values());
    }

    @Override
    public synchronized List<CallInfo> ended() {
        forget();
        return ended.stream().map(Past::info).toList();
    }

    @Override
    public Optional<CallInfo> find(String callId) {
        Call call = liveCall(callId);
        Stream<CallInfo> past = ended().stream().filter(info -> info.callId().equals(callId));
        return call == null ? past.findFirst() : Optional.of(call.info());
    }

    @Override
    public Optional<CallMeasures> measures(String callId) {
        Call call = liveCall(callId);
        return call == null ? past(callId) : Optional.of(call.measures());
    }

    private synchronized Optional<CallMeasures> past(String callId) {
        forget();
        return ended.stream()
                .filter(past -> past.info().callId().equals(callId))
                .findFirst()
                .map(past -> CallMeasures.last(past.info(), past.history()));
    }

    @Override
    public boolean terminate(String callId) {
        Call call = liveCall(callId);
        if (call == null || call.state().status().ended()) {
            return false;
        }
        call.terminate(new CallEnd.Terminated("a REST request"));
        return true;
    }

    @Override
    public boolean sendDtmf(String callId, Dtmf dtmf) throws CallRefused {
        Call call = liveCall(callId);
        if (call == null || call.state().status().ended()) {
            return false;
        }
        if (!call.sendDtmf(dtmf)) {
            throw CallRefused.taken("dtmf", "too many keys wait to be pressed in this call");
        }
        return true;
    }

    @Override
    public void injectSound(String callId, String fileName) throws InjectionRefused {
        injections.sound(liveCall(callId), fileName);
    }

    @Override
    public void injectStream(String callId, String streamName) throws InjectionRefused {
        injections.stream(liveCall(callId), streamName);
    }

    @Override
    public void endInjection(String callId) throws InjectionRefused {
        injections.end(liveCall(callId));
    }

    /** Ends every call and returns when SIP is done with all, after 3 s at the latest. */
    @Override
    public void close() {
        synchronized (this) {
            admission.close();
        }
        calls().forEach(call -> call.terminate(new CallEnd.Terminated("the gateway's shutdown")));
        long limit = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            awaitNone(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitNone(long limitNanos) throws InterruptedException {
        long left = limitNanos - System.nanoTime();
        while (running > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = limitNanos - System.nanoTime();
        }
    }
}
