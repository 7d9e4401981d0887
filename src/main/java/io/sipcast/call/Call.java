package io.sipcast.call;

import io.sipcast.call.CallMachine.Action;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Phase;
import io.sipcast.call.CallMachine.State;
import io.sipcast.call.CallMachine.Timer;
import io.sipcast.live.LiveStream;
import io.sipcast.net.LoopSeat;
import io.sipcast.net.SipDriver;
import io.sipcast.overload.OverloadMachine;
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
 * CallMachine} what to do about what it finds there, and has its parts do it. SIP, media and REST
 * put into the inbox.
 *
 * <p>The parts: {@link CallSetup} brings the call about, {@link CallSip} and {@link
 * CallRegistration} are its SIP side, {@link SipEvents} reads what SIP says, {@link CallTalks}
 * knows what was agreed on, {@link CallStream} is what is seen and heard, {@link CallReport} tells
 * of it all. Each says which thread it belongs to.
 */
final class Call implements Runnable, SipDriver.CallListener, CallStream.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final CallPlan plan;
    private final CallServices.Registry registry;
    private final CallMachine machine;
    private final CallInbox inbox = new CallInbox();
    private final CallTrace trace = new CallTrace(Instant.now(), System.nanoTime());
    private final CallSip sip;
    private final CallRegistration registration;
    private final CallTalks talks;
    private final CallDtmf dtmf;
    private final CallStream stream;
    private final CallSetup setup;
    private final CallReport report;
    private final SipEvents events;

    private volatile State state = CallMachine.start();
    private volatile boolean withdrawn;

    Call(CallServices services, CallPlan plan, LiveStream live, LoopSeat seat) {
        this.plan = plan;
        this.registry = services.registry();
        LiveCalls.Settings settings = services.settings();
        boolean earlyMedia = plan.earlyMedia(settings.earlyMedia());
        this.machine =
                new CallMachine(settings.ringTimeout(), earlyMedia, settings.limits().longest());
        this.sip = new CallSip(services, plan, this);
        this.registration = new CallRegistration(services.sip(), plan.callId(), inbox, trace);
        this.talks = new CallTalks(plan.callId(), sip);
        this.dtmf = new CallDtmf(plan.callId(), settings.dtmf(), sip);
        if (plan.dtmf() != null) {
            boolean _ = dtmf.send(plan.dtmf()); // there is room for it: it is the first
        }
        this.stream = new CallStream(services, plan, live, seat, dtmf, this);
        this.setup = new CallSetup(services, plan, sip, talks, stream, registration);
        this.report = new CallReport(plan, sip, talks, stream, dtmf, trace);
        this.events = new SipEvents(plan, earlyMedia, setup, talks, stream, dtmf, report);
    }

    // For any thread.

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
        Instant answer = report.answeredAt();
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
        return report.answeredAt() == null ? null : stream.media();
    }

    /** Whether the stream is the one of this call. */
    boolean publishes(LiveStream other) {
        return stream.is(other);
    }

    /** The call as it is now; as it was at its end once that is recorded. */
    CallInfo info() {
        return report.info();
    }

    /**
     * The call shows its end from now on. By its registry, which lists it so at the same moment.
     */
    void end(CallInfo last) {
        report.end(last);
    }

    /** What is measured of the call now. Waits for its loop, no longer than that takes a turn. */
    CallMeasures measures() {
        return report.measures();
    }

    /** Null before the answer. */
    @Nullable CallHistory history() {
        return stream.history();
    }

    // From the SIP loop and the call's own: into the inbox.

    @Override
    public void event(CallEvent event) {
        inbox.put(new CallInbox.Mail.Sip(event));
    }

    @Override
    public void trace(Output.Trace message) {
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
        boolean released = report.ended();
        state = new State(Phase.ENDED, why.status(), why.sipStatus(), why);
        if (!released) {
            release(why);
        }
        forget();
    }

    private @Nullable Input read(CallInbox.Mail mail) {
        return switch (mail) {
            case CallInbox.Mail.Own(Input input) -> input;
            case CallInbox.Mail.Sip(CallEvent event) -> events.read(event, state.phase());
            case CallInbox.Mail.Registration(var event) -> registration.read(event);
        };
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
        report.show(state);
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
            registry.changed(this);
        }
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Register _ -> put(setup.register());
            case Action.Invite _ -> put(setup.invite());
            case Action.Answer _ -> put(setup.answer(Objects.requireNonNull(plan.arrival())));
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
        report.answered(Instant.now());
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
        registry.released(this, report.last(state));
    }

    private void forget() {
        registration.release();
        trace.end();
        registry.forgotten(this);
    }
}
