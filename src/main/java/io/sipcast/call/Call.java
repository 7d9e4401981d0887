package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.Action;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Phase;
import io.sipcast.call.CallMachine.State;
import io.sipcast.call.CallMachine.Timer;
import io.sipcast.live.LiveStream;
import io.sipcast.net.LoopSeat;
import io.sipcast.net.SipDriver;
import io.sipcast.observe.Mask;
import io.sipcast.overload.OverloadMachine;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, ours or one that came in: a virtual thread that waits only at its inbox, asks {@link
 * CallMachine} what to do about what it finds there, and does it. SIP, media and REST put into the
 * inbox.
 */
final class Call implements Runnable, SipDriver.CallListener, CallStream.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final int OK = 200;

    private final CallServices services;
    private final CallPlan plan;
    private final @Nullable Arrival arrival;
    private final CallStream stream;
    private final boolean earlyMedia;
    private final CallMachine machine;
    private final CallSip sip;
    private final CallRegistration registration;
    private final CallDtmf dtmf;
    private final CallSetup setup;
    private final CallTalks talks;
    private final CallInbox inbox = new CallInbox();
    private final Instant startedAt = Instant.now();
    private final CallTrace trace = new CallTrace(startedAt, System.nanoTime());

    private volatile State state = CallMachine.start();
    private volatile State shown = state; // the end is shown with all that is known of it
    private volatile boolean withdrawn;
    private volatile @Nullable String sipCallId;
    private volatile @Nullable Instant answeredAt;
    private volatile CallInfo.@Nullable SessionTimer sessionTimer;
    private volatile @Nullable CallInfo ended;

    Call(CallServices services, CallPlan plan, LiveStream live, LoopSeat seat) {
        this.services = services;
        this.plan = plan;
        this.earlyMedia = plan.earlyMedia(services.settings().earlyMedia());
        this.machine =
                new CallMachine(
                        services.settings().ringTimeout(),
                        earlyMedia,
                        services.settings().limits().longest());
        this.arrival = plan.arrival();
        this.sip = new CallSip(services, plan, this);
        this.registration = new CallRegistration(services.sip(), plan.callId(), inbox, trace);
        this.talks = new CallTalks(plan.callId(), sip);
        this.dtmf = new CallDtmf(plan.callId(), services.settings().dtmf(), sip);
        if (plan.dtmf() != null) {
            boolean _ = dtmf.send(plan.dtmf()); // there is room for it: it is the first
        }
        this.stream = new CallStream(services, plan, live, seat, dtmf, this);
        this.setup = new CallSetup(services, plan, sip, talks, stream, registration);
    }

    /** It is never begun, and its stream's name is free. Instead of {@link #run}. */
    void withdraw() {
        withdrawn = true;
        stream.close();
    }

    CallPlan plan() {
        return plan;
    }

    State state() {
        return state;
    }

    void terminate(CallEnd why) {
        inbox.put(new Input.Terminate(why));
    }

    /** Keys to be pressed in the call, after the answer; false when too many wait already. */
    boolean sendDtmf(Dtmf keys) {
        return dtmf.send(keys);
    }

    /** The part of the time of the processors' figures in which it was answered, 0 to 1. */
    double settled(Instant now) {
        Instant answer = answeredAt;
        return answer == null
                ? 0
                : Math.clamp(
                        (double) Duration.between(answer, now).toMillis()
                                / OverloadMachine.CPU_WINDOW.toMillis(),
                        0,
                        1);
    }

    /** Null before the answer. */
    @Nullable CallMedia answeredMedia() {
        return answeredAt == null ? null : stream.media();
    }

    /** Whether the stream is the one of this call. */
    boolean publishes(LiveStream other) {
        return stream.is(other);
    }

    // From other threads: into the inbox.

    @Override
    public void event(CallEvent event) {
        inbox.put(new CallInbox.Mail.Sip(event));
    }

    @Override
    public void trace(Output.Trace message) {
        sipCallId = message.message().callId();
        trace.add(message);
    }

    @Override
    public void mediaLost(CallEnd why) {
        inbox.put(new Input.MediaLost(why));
    }

    @Override
    public void keyFrameBySip() {
        sip.askForKeyFrame();
    }

    @Override
    public void mediaBroken(RuntimeException fault) {
        inbox.put(new Input.MediaLost(new CallEnd.Broken("its media path failed")));
    }

    /** The stream wants a key frame. On the call's loop. */
    void keyFrameWanted() {
        stream.requestKeyFrame();
    }

    /** On whatever thread. */
    @Override
    public void targetChanged() {
        changed();
    }

    // The call's own thread.

    @Override
    public void run() {
        try {
            take(
                    plan.incoming()
                            ? new Input.Arrived()
                            : new Input.Start(plan.request().sipRegisterRequired()));
            while (state.phase() != Phase.ENDED) {
                take(read(inbox.take()));
            }
        } catch (RuntimeException e) {
            LOG.error("call {} failed in {}", plan.callId(), state, e);
            sip.abandon();
            abandon(new CallEnd.Broken("an internal error, see the log"));
        }
    }

    /** We are wrong: this call ends, and nothing of it stays. */
    private void abandon(CallEnd why) {
        boolean released = ended != null;
        state = new State(Phase.ENDED, why.status(), why.sipStatus(), why);
        if (!released) {
            release(why);
        }
        forget();
    }

    private void take(@Nullable Input input) {
        if (input == null) {
            return;
        }
        CallMachine.Step step = machine.step(state, input);
        if (step.next().phase() != state.phase()) {
            inbox.disarmAll();
        }
        if (step.next().status() != state.status()) {
            LOG.info("call {} is {}", plan.callId(), step.next().status());
        }
        boolean news = !step.next().equals(state) || input instanceof Input.Held;
        state = step.next();
        if (!state.status().ended()) {
            shown = state;
        }
        List<Action> actions = step.actions();
        boolean begins = actions.stream().anyMatch(Call::isBegin);
        if (news && !begins) {
            changed(); // before the actions: they may wait
        }
        actions.forEach(this::perform);
        if (begins) {
            changed();
        }
    }

    /** Until it has begun so the call is only half of what its status says. */
    private static boolean isBegin(Action action) {
        return action instanceof Action.GoLive || action instanceof Action.HearEarly;
    }

    /** Who looks is told; of the end when all is released. */
    private void changed() {
        if (!withdrawn && !state.status().ended()) {
            services.registry().changed(this);
        }
    }

    private @Nullable Input read(CallInbox.Mail mail) {
        return switch (mail) {
            case CallInbox.Mail.Own(Input input) -> input;
            case CallInbox.Mail.Sip(CallEvent event) -> read(event);
            case CallInbox.Mail.Registration(var event) -> registration.read(event);
        };
    }

    private @Nullable Input read(CallEvent event) {
        return switch (event) {
            case CallEvent.Trying _ -> new Input.Provisional(100, false);
            case CallEvent.Provisional(int status, _, var early) ->
                    new Input.Provisional(status, early != null && early(early));
            case CallEvent.SentOn(int status, var to) -> {
                LOG.info("call {} is sent on to {} (SIP {})", plan.callId(), to, status);
                yield null;
            }
            case CallEvent.Answered(int status, var answer) -> talks.answered(status, answer);
            case CallEvent.Offered(var offer) -> changed(talks.offered(offer));
            case CallEvent.AnswerToOffer(var answer) ->
                    state.phase() == Phase.ANSWERING
                            ? talks.answered(OK, answer)
                            : changed(talks.answered(answer));
            case CallEvent.OfferWithdrawn _ -> null;
            case CallEvent.OfferRefused _ -> null; // what was agreed on goes on
            case CallEvent.SessionTimed(var schedule) -> {
                sessionTimer = CallInfo.SessionTimer.of(schedule, Instant.now());
                yield null;
            }
            case CallEvent.InfoReceived(var type, var body) -> {
                if (MediaControl.asksForKeyFrame(type, body)) {
                    stream.keyFrameAsked();
                }
                dtmf.infoReceived(type, body);
                yield null;
            }
            case CallEvent.InfoAnswered(var type, int status) -> {
                dtmf.answered(type, status);
                yield null;
            }
            case CallEvent.Failed(var why) ->
                    plan.incoming()
                            ? new Input.Failed(new CallEnd.CallerGaveUp())
                            : setup.refused(SipFailures.ofInvite(why));
            case CallEvent.RemoteBye(var reason) -> hungUp(reason == null ? "" : reason);
            case CallEvent.Terminated(var how) -> over(how);
        };
    }

    private static Input over(CallEvent.Termination how) {
        return switch (how) {
            case HUNG_UP, BYE_UNANSWERED, TURNED_DOWN -> new Input.SipOver();
            case NO_ACK ->
                    new Input.Failed(new CallEnd.Unreachable("our answer was never acknowledged"));
            case PEER_SILENT ->
                    new Input.Failed(
                            new CallEnd.SessionLost(
                                    "it did not answer the session refresh (session timer)"));
            case SESSION_EXPIRED ->
                    new Input.Failed(
                            new CallEnd.SessionLost(
                                    "the session was not refreshed in time (session timer)"));
            case UNKNOWN_TO_PEER -> new Input.HungUp("it does not know the call any more");
        };
    }

    private Input hungUp(String reason) {
        return plan.incoming()
                ? new Input.Failed(new CallEnd.CallerHungUp(reason))
                : new Input.HungUp(reason);
    }

    private boolean early(Bytes description) {
        boolean useful = talks.early(description);
        if (useful && !earlyMedia) {
            stream.ignoreEarly();
        }
        return useful;
    }

    /** Media follows what was agreed on anew; null when nothing was. */
    private @Nullable Input changed(@Nullable Input input) {
        if (input instanceof Input.Held || input instanceof Input.Resumed) {
            stream.update(talks.agreed(), talks.isHeld());
        }
        return input;
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Register _ -> put(setup.register());
            case Action.Invite _ -> put(setup.invite());
            case Action.Answer _ -> put(setup.answer(Objects.requireNonNull(arrival)));
            case Action.Refuse(var why) -> sip.reject(why.sipStatus(), why.sentence());
            case Action.HearEarly _ -> stream.hear(talks.agreed());
            case Action.Cancel _, Action.Bye _ -> sip.hangUp(state.end());
            case Action.GoLive _ -> goLive();
            case Action.Arm(Timer timer, var after) -> inbox.arm(timer, after);
            case Action.Release(var why) -> release(why);
            case Action.Forget _ -> forget();
        }
    }

    /** What comes of an action at once waits its turn, like everything else. */
    private void put(@Nullable Input input) {
        if (input != null) {
            inbox.put(input);
        }
    }

    private void goLive() {
        answeredAt = Instant.now();
        stream.goLive(talks.agreed());
        dtmf.open();
        if (talks.isHeld()) { // it was answered so
            stream.update(talks.agreed(), true);
            take(new Input.Held()); // at once: the inbox may hold that it is resumed already
        }
    }

    private void release(CallEnd why) {
        LOG.info("call {} ended: {}", plan.callId(), why.sentence());
        stream.close();
        ended = snapshot(Instant.now());
        services.registry().released(this);
    }

    private void forget() {
        registration.release();
        trace.end();
        services.registry().forgotten(this);
    }

    /**
     * The call as it is now, for any thread; as it was at its end once it has ended, which it has
     * when it is released: until then it is live.
     */
    CallInfo info() {
        CallInfo last = ended;
        return last == null ? snapshot(null) : last;
    }

    private List<CallInfo.Destination> destinations(State now) {
        return CallReport.destinations(plan, stream, now.status().ended(), startedAt);
    }

    /** What is measured of the call now. Waits for its loop, no longer than that takes a turn. */
    CallMeasures measures() {
        CallMedia running = stream.media();
        CallInfo last = ended;
        if (last != null) {
            return CallMeasures.last(last, history());
        }
        State now = shown;
        return new CallMeasures(
                plan.callId(),
                now.status(),
                stream.name(),
                plan.request().hasAudio(),
                plan.request().hasVideo(),
                talks.isHeld(),
                running == null ? null : running.stats(),
                destinations(now),
                history(),
                trace.added(),
                dtmf.heard().size());
    }

    /** Null before the answer. */
    @Nullable CallHistory history() {
        return stream.history();
    }

    private CallInfo snapshot(@Nullable Instant endedAt) {
        State now = endedAt == null ? shown : state;
        CallMedia running = stream.media();
        List<CallInfo.Destination> destinations = destinations(now);
        Bytes received = talks.received();
        CallRequest request = plan.request();
        return new CallInfo(
                plan.callId(),
                now.status(),
                now.sipStatus(),
                request.appKey(),
                request.rtmpUrl(),
                request.rtmpStream(),
                stream.name(),
                sip.caller(),
                arrival == null ? plan.callee().print() : arrival.called().print(),
                request.hasAudio(),
                request.hasVideo(),
                request.visibleName(),
                request.inviteParameters(),
                sipCallId,
                received == null ? null : Mask.sdp(new String(received.toArray(), UTF_8)),
                sessionTimer,
                startedAt,
                answeredAt,
                endedAt,
                now.end(),
                CallReport.media(running),
                destinations.isEmpty() ? null : destinations.getFirst().target(),
                destinations,
                arrival == null ? null : arrival.source().toString(),
                CallReport.hold(plan, talks.hold(), running),
                dtmf.heard(),
                trace);
    }
}
