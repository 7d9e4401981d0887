package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.EventLoop;
import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.Action;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Phase;
import io.sipcast.call.CallMachine.State;
import io.sipcast.call.CallMachine.Timer;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.media.MediaStats;
import io.sipcast.net.Addresses;
import io.sipcast.net.SipDriver;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sip.Account;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Enrolment;
import io.sipcast.sip.OutgoingCall;
import io.sipcast.sip.Output;
import io.sipcast.sip.RegistrationEvent;
import io.sipcast.sip.RegistrationHandle;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, ours or one that came in: a virtual thread that waits only at its inbox, asks {@link
 * CallMachine} what to do about what it finds there, and does it. SIP, media and REST put into the
 * inbox.
 */
final class Call implements Runnable, SipDriver.CallListener, CallMedia.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final String MEDIA_CONTROL = "application/media_control+xml";
    private static final Bytes PICTURE_FAST_UPDATE = // RFC 5168 §4
            Bytes.copyOf(
                    ("<?xml version=\"1.0\" encoding=\"utf-8\"?><media_control><vc_primitive>"
                                    + "<to_encoder><picture_fast_update/></to_encoder>"
                                    + "</vc_primitive></media_control>")
                            .getBytes(UTF_8));
    private static final long REGISTRATION_SECONDS = 3600;
    private static final int OK = 200;

    /** What is found in the inbox. */
    private sealed interface Mail {
        record Sip(CallEvent event) implements Mail {}

        record Registration(RegistrationEvent event) implements Mail {}

        record Own(Input input) implements Mail {}
    }

    private final CallServices services;
    private final CallPlan plan;
    private final @Nullable Arrival arrival;
    private final LiveStream stream;
    private final EventLoop loop;
    private final boolean earlyMedia;
    private final CallMachine machine;
    private final CallHandle handle;
    private final CallDtmf dtmf;
    private final CallHold hold = new CallHold();
    private final BlockingQueue<Mail> inbox = new LinkedBlockingQueue<>();
    private final Map<Timer, Long> deadlines = new EnumMap<>(Timer.class);
    private final Instant startedAt = Instant.now();
    private final CallTrace trace = new CallTrace(startedAt, System.nanoTime());

    private volatile State state = CallMachine.start();
    private volatile @Nullable CallMedia media;
    private volatile @Nullable Outlets outlets;
    private volatile @Nullable String sipCallId;
    private volatile @Nullable SdpSession sdp;
    private volatile @Nullable Instant answeredAt;
    private volatile CallInfo.@Nullable SessionTimer sessionTimer;
    private volatile String caller;
    private volatile @Nullable CallInfo ended;

    private List<Target> targets = List.of();
    private @Nullable RegistrationHandle registration;
    private boolean unregistered;
    private Negotiation.@Nullable Agreed agreed;

    Call(CallServices services, CallPlan plan, LiveStream stream, EventLoop loop) {
        this.services = services;
        this.plan = plan;
        this.stream = stream;
        this.loop = loop;
        this.earlyMedia = plan.earlyMedia(services.settings().earlyMedia());
        this.machine =
                new CallMachine(
                        services.settings().ringTimeout(),
                        earlyMedia,
                        services.settings().limits().longest());
        this.arrival = plan.arrival();
        this.handle = arrival == null ? services.sip().newCall() : arrival.call();
        this.dtmf =
                new CallDtmf(
                        plan.callId(),
                        services.settings().dtmf(),
                        (type, body) -> services.sip().info(handle, type, body));
        if (plan.dtmf() != null) {
            boolean _ = dtmf.send(plan.dtmf()); // there is room for it: it is the first
        }
        this.caller =
                arrival == null
                        ? plan.account("localhost").uri().print()
                        : arrival.caller().uri().print();
    }

    CallPlan plan() {
        return plan;
    }

    State state() {
        return state;
    }

    void terminate(CallEnd why) {
        offer(new Input.Terminate(why));
    }

    /** Keys to be pressed in the call, after the answer; false when too many wait already. */
    boolean sendDtmf(Dtmf keys) {
        return dtmf.send(keys);
    }

    // From other threads: into the inbox.

    @Override
    public void event(CallEvent event) {
        inbox.add(new Mail.Sip(event));
    }

    @Override
    public void trace(Output.Trace message) {
        sipCallId = message.message().callId();
        trace.add(message);
    }

    @Override
    public void mediaLost(CallEnd why) {
        offer(new Input.MediaLost(why));
    }

    @Override
    public void keyFrameBySip() {
        services.sip().info(handle, MEDIA_CONTROL, PICTURE_FAST_UPDATE);
    }

    @Override
    public void mediaBroken(RuntimeException fault) {
        offer(new Input.MediaLost(new CallEnd.Broken("its media path failed")));
    }

    /** The stream wants a key frame. On the call's loop. */
    void keyFrameWanted() {
        CallMedia running = media;
        if (running != null) {
            running.requestKeyFrame();
        }
    }

    private void offer(Input input) {
        inbox.add(new Mail.Own(input));
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
                take(next());
            }
        } catch (RuntimeException e) {
            LOG.error("call {} failed in {}", plan.callId(), state, e);
            services.sip().hangUp(handle);
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
            deadlines.clear();
        }
        if (step.next().status() != state.status()) {
            LOG.info("call {} is {}", plan.callId(), step.next().status());
        }
        state = step.next();
        step.actions().forEach(this::perform);
    }

    /** Waits for mail or for the next deadline. */
    private @Nullable Input next() {
        try {
            long now = System.nanoTime();
            Map.Entry<Timer, Long> first =
                    deadlines.entrySet().stream().min(Map.Entry.comparingByValue()).orElse(null);
            if (first == null) {
                return read(inbox.take());
            }
            Mail mail = inbox.poll(first.getValue() - now, TimeUnit.NANOSECONDS);
            if (mail != null) {
                return read(mail);
            }
            deadlines.remove(first.getKey());
            return new Input.TimedOut(first.getKey());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the thread of a call was interrupted");
        }
    }

    private @Nullable Input read(Mail mail) {
        return switch (mail) {
            case Mail.Own(Input input) -> input;
            case Mail.Sip(CallEvent event) -> read(event);
            case Mail.Registration(RegistrationEvent event) -> read(event);
        };
    }

    private @Nullable Input read(RegistrationEvent event) {
        return switch (event) {
            case RegistrationEvent.Answered(int status) -> new Input.RegistrarAnswered(status);
            case RegistrationEvent.Registered _ -> {
                if (unregistered) {
                    LOG.info("call {}: registered again", plan.callId());
                }
                unregistered = false;
                yield new Input.Registered();
            }
            case RegistrationEvent.Failed(var why) -> {
                registration = null;
                yield new Input.Failed(SipFailures.ofRegistration(why));
            }
            case RegistrationEvent.Lost(var why, var retryAfter) -> {
                if (!unregistered) { // once: it may be tried for days
                    LOG.warn(
                            "call {}: registration lost, {}; tried again in {} s",
                            plan.callId(),
                            why.sentence(),
                            retryAfter.toSeconds());
                }
                unregistered = true;
                yield null;
            }
            case RegistrationEvent.Released _ -> null;
        };
    }

    private @Nullable Input read(CallEvent event) {
        return switch (event) {
            case CallEvent.Trying _ -> new Input.Provisional(100, false);
            case CallEvent.Provisional(int status, _, var early) ->
                    new Input.Provisional(status, early != null && described(early));
            case CallEvent.SentOn(int status, var to) -> {
                LOG.info("call {} is sent on to {} (SIP {})", plan.callId(), to, status);
                yield null;
            }
            case CallEvent.Answered(int status, var answer) -> answered(status, answer);
            case CallEvent.Offered(var offer) -> offer == null ? offerAgain() : offered(offer);
            case CallEvent.AnswerToOffer(var answer) -> answerToOffer(answer);
            case CallEvent.OfferWithdrawn _ -> null;
            case CallEvent.OfferRefused _ -> null; // what was agreed on goes on
            case CallEvent.SessionTimed(var schedule) -> {
                sessionTimer = CallInfo.SessionTimer.of(schedule, Instant.now());
                yield null;
            }
            case CallEvent.InfoReceived(var type, var body) -> {
                dtmf.infoReceived(type, body);
                yield null;
            }
            case CallEvent.InfoAnswered(var type, int status) -> {
                dtmf.answered(type, status);
                yield null;
            }
            case CallEvent.Failed(var why) ->
                    new Input.Failed(
                            plan.incoming()
                                    ? new CallEnd.CallerGaveUp()
                                    : SipFailures.ofInvite(why));
            case CallEvent.RemoteBye(var reason) -> hungUp(reason == null ? "" : reason);
            case CallEvent.Terminated(var how) ->
                    switch (how) {
                        case HUNG_UP, BYE_UNANSWERED, TURNED_DOWN -> new Input.SipOver();
                        case NO_ACK ->
                                new Input.Failed(
                                        new CallEnd.Unreachable(
                                                "our answer was never acknowledged"));
                        case PEER_SILENT ->
                                new Input.Failed(
                                        new CallEnd.SessionLost(
                                                "it did not answer the session refresh (session timer)"));
                        case SESSION_EXPIRED ->
                                new Input.Failed(
                                        new CallEnd.SessionLost(
                                                "the session was not refreshed in time (session timer)"));
                        case UNKNOWN_TO_PEER ->
                                new Input.HungUp("it does not know the call any more");
                    };
        };
    }

    private Input hungUp(String reason) {
        return plan.incoming()
                ? new Input.Failed(new CallEnd.CallerHungUp(reason))
                : new Input.HungUp(reason);
    }

    /** An early answer. One of several branches, or the final answer, may say something else. */
    private boolean described(Bytes early) {
        return switch (session().acceptOfInvite(early)) {
            case Negotiation.Agreed found -> {
                agreed = found;
                CallMedia opened = media;
                if (opened != null && !earlyMedia) {
                    opened.ignoreEarly();
                }
                yield true;
            }
            case Negotiation.NoCommonCodec(var reason) -> {
                LOG.info("call {}: early media is of no use: {}", plan.callId(), reason);
                yield false;
            }
        };
    }

    private Input answered(int status, @Nullable Bytes answer) {
        return switch (session().acceptOfInvite(answer)) {
            case Negotiation.Agreed found -> agreed(found, status);
            case Negotiation.NoCommonCodec(var reason) ->
                    new Input.AnsweredUnusably(new CallEnd.NoCommonCodecs(reason));
        };
    }

    private Input agreed(Negotiation.Agreed found, int status) {
        agreed = found;
        dtmf.open();
        if (hold.update(found, Instant.now())) {
            offer(new Input.Held());
        }
        return new Input.Answered(status);
    }

    /** The callee offers something else: hold, other ports, another address. */
    private @Nullable Input offered(Bytes offer) {
        return switch (session().answer(offer)) {
            case Answered.Accepted(_, var found) -> {
                services.sip().answer(handle, session().sent());
                yield change(found);
            }
            case Answered.Refused(var reason) -> {
                LOG.info("call {}: an offer was refused: {}", plan.callId(), reason);
                services.sip().reject(handle, 488, reason);
                yield null;
            }
        };
    }

    /** A re-INVITE without SDP: the offer is ours to make (RFC 3264 §8). */
    private @Nullable Input offerAgain() {
        services.sip().answer(handle, session().offerAgain());
        return null;
    }

    private Input answerToOffer(@Nullable Bytes answer) {
        if (state.phase() == Phase.ANSWERING) {
            return answered(OK, answer);
        }
        return switch (session().accept(answer)) {
            case Negotiation.Agreed found -> change(found);
            case Negotiation.NoCommonCodec(var reason) ->
                    new Input.AnsweredUnusably(new CallEnd.NoCommonCodecs(reason));
        };
    }

    private SdpSession session() {
        return Objects.requireNonNull(sdp, "SDP came before the INVITE");
    }

    private Input change(Negotiation.Agreed found) {
        agreed = found;
        boolean held = hold.update(found, Instant.now());
        CallMedia running = media;
        if (running != null) {
            running.update(found, PeerAddresses.of(found), held);
        }
        return held ? new Input.Held() : new Input.Resumed();
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Register _ -> register();
            case Action.Invite _ -> invite();
            case Action.Answer _ -> answer(Objects.requireNonNull(arrival));
            case Action.Refuse(var why) ->
                    services.sip().reject(handle, why.sipStatus(), why.sentence());
            case Action.HearEarly _ -> hear();
            case Action.Cancel _, Action.Bye _ -> {
                CallEnd why = state.end();
                services.sip().hangUp(handle, why == null ? CallEnd.CLEARING : why.farewell());
            }
            case Action.GoLive _ -> goLive();
            case Action.Arm(Timer timer, var after) ->
                    deadlines.put(timer, System.nanoTime() + after.toNanos());
            case Action.Release(var why) -> release(why);
            case Action.Forget _ -> forget();
        }
    }

    /** What goes wrong before anything was sent comes back as an input, like everything else. */
    private void register() {
        try {
            locate();
            Account account = plan.account(shownHost(ownAddress()));
            registration =
                    services.sip()
                            .register(
                                    new Enrolment(
                                            account, plan.server(), targets, REGISTRATION_SECONDS),
                                    plan.callId(),
                                    new Registrar());
        } catch (IOException e) {
            offer(new Input.Failed(new CallEnd.Unreachable(sentence(e))));
        }
    }

    /** What the call hears of its registration, on the SIP loop. */
    private final class Registrar implements SipDriver.RegistrationListener {
        @Override
        public void event(RegistrationEvent event) {
            inbox.add(new Mail.Registration(event));
        }

        @Override
        public void trace(Output.RegistrationTrace message) {
            trace.add(message);
        }
    }

    private void invite() {
        try {
            locate();
            InetAddress own = ownAddress();
            LocalMedia ours = openMedia(own, destination());
            SdpSession described = new SdpSession(ours, services.random().nextLong());
            sdp = described;
            Account account = plan.account(shownHost(own));
            caller = account.uri().print();
            services.sip()
                    .invite(
                            new OutgoingCall(
                                    handle,
                                    account,
                                    plan.callee(),
                                    targets,
                                    described.sent(),
                                    plan.headers(),
                                    services.settings().limits().callees()::allows),
                            this);
        } catch (IOException e) {
            offer(new Input.Failed(new CallEnd.Unreachable(sentence(e))));
        }
    }

    /** What our description says of us. */
    private LocalMedia openMedia(InetAddress own, InetAddress peer) throws IOException {
        CallMedia opened =
                CallMedia.open(services.media(), stream, loop, own, plan.request(), dtmf, this);
        media = opened;
        IpAddress shown = services.addresses().advertised().media(own, peer);
        return opened.local(shown.toString());
    }

    /** Answers the INVITE that came in at once: nobody has to be fetched. */
    private void answer(Arrival invite) {
        try {
            InetAddress source = Addresses.inet(invite.source().ip());
            LocalMedia ours = openMedia(services.addresses().towards(source), source);
            long id = services.random().nextLong();
            Bytes offered = invite.offer();
            if (offered == null) { // its ACK has the answer to our offer
                sdp = new SdpSession(ours, id);
                services.sip().answer(handle, session().sent());
            } else {
                sdp = SdpSession.answering(ours, id);
                answerTo(offered);
            }
        } catch (IOException e) {
            offer(new Input.Unacceptable(new CallEnd.Unavailable(sentence(e))));
        }
    }

    private void answerTo(Bytes offered) {
        switch (session().answer(offered)) {
            case Answered.Accepted(_, var found) -> {
                services.sip().answer(handle, session().sent());
                offer(agreed(found, OK));
            }
            case Answered.Refused(var reason) ->
                    offer(new Input.Unacceptable(new CallEnd.NoCommonCodecs(reason)));
        }
    }

    /** Finds the server once; the answer to the first request decides which of them it is. */
    private void locate() throws IOException {
        if (targets.isEmpty()) {
            NextHop hop = plan.server() == null ? NextHop.of(plan.callee()) : plan.server();
            if (hop == null) {
                throw new UnknownHostException("The callee's URI leads nowhere.");
            }
            targets = services.sip().locate(hop);
        }
    }

    private InetAddress ownAddress() throws IOException {
        return services.addresses().towards(destination());
    }

    private InetAddress destination() {
        return Addresses.inet(targets.getFirst().ip());
    }

    private String shownHost(InetAddress own) {
        return services.addresses().advertised().host(own, destination());
    }

    private void goLive() {
        answeredAt = Instant.now();
        CallMedia opened = hear();
        opened.watch(
                new MediaWatch(
                        services.settings().firstPacketTimeout(),
                        services.settings().idleTimeout(),
                        System.nanoTime()));
        if (hold.since() != null) { // it was answered so
            opened.update(agreed(), PeerAddresses.of(agreed()), true);
        }
    }

    private CallMedia hear() {
        CallMedia opened = Objects.requireNonNull(media, "answered before it was offered");
        opened.hear(agreed(), PeerAddresses.of(agreed()));
        if (outlets == null) {
            outlets = Outlets.open(services.outlets(), stream, plan.targets(), loop);
        }
        return opened;
    }

    private Negotiation.Agreed agreed() {
        return Objects.requireNonNull(agreed, "answered before it was offered");
    }

    private void release(CallEnd why) {
        LOG.info("call {} ended: {}", plan.callId(), why.sentence());
        Outlets open = outlets;
        if (open != null) {
            open.close();
        }
        CallMedia running = media;
        if (running != null) {
            running.close();
        }
        stream.end();
        ended = snapshot(Instant.now());
        services.registry().released(this);
    }

    private void forget() {
        if (registration != null) {
            services.sip().release(registration);
        }
        trace.end();
        services.registry().forgotten(this);
    }

    private static String sentence(Exception e) {
        String text = String.valueOf(e.getMessage());
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** The call as it is now, for any thread; as it was at its end once it has ended. */
    CallInfo info() {
        CallInfo last = ended;
        return last == null ? snapshot(null) : last;
    }

    private CallInfo snapshot(@Nullable Instant endedAt) {
        State now = state;
        CallMedia running = media;
        Outlets open = outlets;
        List<CallInfo.Target> targets = open == null ? notOpen(now) : open.states();
        SdpSession described = sdp;
        Bytes received = described == null ? null : described.received();
        CallRequest request = plan.request();
        StreamName name = stream.name();
        return new CallInfo(
                plan.callId(),
                now.status(),
                now.sipStatus(),
                request.appKey(),
                request.rtmpUrl(),
                request.rtmpStream(),
                name.name(),
                caller,
                arrival == null ? plan.callee().print() : arrival.called().print(),
                request.hasAudio(),
                request.hasVideo(),
                request.visibleName(),
                request.inviteParameters(),
                sipCallId,
                received == null ? null : new String(received.toArray(), UTF_8),
                sessionTimer,
                startedAt,
                answeredAt,
                endedAt,
                now.end(),
                describe(running == null ? null : running.stats()),
                targets.isEmpty() ? null : targets.getFirst(),
                destinations(targets),
                arrival == null ? null : arrival.source().toString(),
                describeHold(running),
                dtmf.heard(),
                trace);
    }

    private CallInfo.@Nullable Hold describeHold(@Nullable CallMedia running) {
        Instant since = hold.since();
        return since == null || running == null
                ? null
                : new CallInfo.Hold("callee", since, running.sendsSound());
    }

    private List<CallInfo.Target> notOpen(State now) {
        CallInfo.Target state =
                now.status().ended()
                        ? new CallInfo.Target(
                                "STOPPED", startedAt, 0, "the call ended before the answer")
                        : new CallInfo.Target(
                                "PENDING", startedAt, 0, "the call is not answered yet");
        return plan.targets().stream().map(_ -> state).toList();
    }

    private List<CallInfo.Destination> destinations(List<CallInfo.Target> states) {
        List<CallInfo.Destination> all = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            all.add(new CallInfo.Destination(plan.targets().get(i), states.get(i)));
        }
        return all;
    }

    private static Map<String, Object> describe(@Nullable MediaStats stats) {
        Map<String, Object> tracks = new LinkedHashMap<>();
        if (stats != null && stats.audio() != null) {
            tracks.put("audio", stats.audio());
        }
        if (stats != null && stats.video() != null) {
            tracks.put("video", stats.video());
        }
        return tracks;
    }
}
