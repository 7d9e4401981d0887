package io.sipcast.demo;

import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.Timing;
import io.sipcast.sip.transaction.TransactionFailure;
import io.sipcast.sip.transaction.TransactionLayer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** All calls of a callee by their dialogs, and one ticker for their media. */
final class Switchboard implements TransactionLayer.User {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";

    private static final Limits LIMITS = new Limits(50_000, 50_000, 50_000);
    private static final long TICK_NANOS = Duration.ofMillis(5).toNanos();

    private final CalleeSettings settings;
    private final Reactor reactor;
    private final RandomGenerator random = new SecureRandom();
    private final Ear ear = new Ear();
    private final SipPort port;
    private final TransactionLayer layer;
    private final Map<String, CalleeCall> calls = new HashMap<>();
    private final TimerQueue.Timer tick;
    private OptionalLong lastAnswerNanos = OptionalLong.empty();

    Switchboard(CalleeSettings settings, Reactor reactor) throws IOException {
        this.settings = settings;
        this.reactor = reactor;
        port = SipPort.open(reactor, settings.address(), settings.port(), this::receive);
        layer = new TransactionLayer(timing(), LIMITS, timers(), random, port, this);
        tick = timers().timer(this::tick);
    }

    CalleeSettings settings() {
        return settings;
    }

    RandomGenerator random() {
        return random;
    }

    TimerQueue timers() {
        return reactor.timers();
    }

    Timing timing() {
        return Timing.UNRELIABLE;
    }

    Ear ear() {
        return ear;
    }

    /** Where this callee is reached. */
    SipUri uri() {
        return SipUri.of("demo", port.local().ip().toString(), port.local().port());
    }

    String contact(Transport transport) {
        SipUri uri = uri();
        return NameAddr.of(
                        transport == Transport.UDP
                                ? uri
                                : uri.withParam("transport", transport.token()))
                .print();
    }

    CallMedia openMedia() throws IOException {
        return CallMedia.open(reactor, settings, ear, random, timers().nowNanos());
    }

    private void receive(Incoming incoming, Flow flow) {
        switch (incoming) {
            case Incoming.Message(SipRequest request) -> layer.receive(request, flow);
            case Incoming.Message(SipResponse response) -> layer.receive(response);
            case Incoming.Malformed(_, var answer) -> {
                if (answer != null) {
                    layer.answerStateless(answer, flow);
                }
            }
            case Incoming.Ping _, Incoming.Pong _ -> {}
        }
    }

    private static String key(String callId, String localTag) {
        return callId + ' ' + localTag;
    }

    private static String key(SipRequest request) {
        return key(request.callId(), Dialog.tagOf(request.to()));
    }

    @Override
    public boolean expects(SipRequest request) {
        return calls.containsKey(key(request));
    }

    @Override
    public void onRequest(ServerTransaction transaction, SipRequest request) {
        CalleeCall call = calls.get(key(request));
        if (call != null) {
            call.receive(transaction, request);
        } else if (request.to().tag() != null) {
            transaction.respond(481);
        } else if (!request.require().isEmpty()) {
            transaction.respond(
                    SipResponse.to(request, 420)
                            .with(HeaderName.UNSUPPORTED, String.join(", ", request.require())));
        } else if (request.method().equals(Method.INVITE)) {
            invited(transaction);
        } else {
            receiveAnywhere(transaction);
        }
    }

    private void invited(ServerTransaction transaction) {
        CalleeCall call = new CalleeCall(this, transaction, layer.token());
        calls.put(key(call), call);
        transaction.respond(100);
        call.begin();
    }

    private static String key(CalleeCall call) {
        return key(call.dialog().callId(), call.dialog().localTag());
    }

    /** What is answered alike inside and outside of a call. */
    void receiveAnywhere(ServerTransaction transaction) {
        boolean asked = transaction.request().method().equals(Method.OPTIONS);
        transaction.respond(
                SipResponse.to(transaction.request(), asked ? 200 : 405)
                        .with(HeaderName.ALLOW, ALLOW)
                        .with(HeaderName.ACCEPT, "application/sdp"));
    }

    @Override
    public void onAck(SipRequest ack) {
        CalleeCall call = calls.get(key(ack));
        if (call != null) {
            call.onAck(ack);
        }
    }

    @Override
    public void onStray(SipResponse response) {}

    void answered(CalleeCall call) {
        lastAnswerNanos = OptionalLong.of(timers().nowNanos());
        call.pace(timers().nowNanos());
        if (!tick.armed()) {
            tick.arm(TICK_NANOS);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        calls.values().forEach(call -> call.pace(now));
        if (activeCalls() > 0) {
            tick.arm(TICK_NANOS);
        }
    }

    void ended(CalleeCall call) {
        calls.remove(key(call));
    }

    OptionalLong lastAnswerNanos() {
        return lastAnswerNanos;
    }

    int activeCalls() {
        int active = 0;
        for (CalleeCall call : calls.values()) {
            active += call.isAnswered() ? 1 : 0;
        }
        return active;
    }

    void hangUpAll() {
        List.copyOf(calls.values()).forEach(CalleeCall::hangUp);
    }

    /** To where the dialog leads, or back to where its INVITE came from if that is a name. */
    void bye(Dialog dialog, Flow flow) {
        NextHop hop = dialog.nextHop();
        Target literal = hop == null ? null : hop.literal();
        Target target = literal == null ? flow.peer() : literal;
        SipRequest bye = dialog.request(Method.BYE, dialog.sequence().next());
        layer.request(bye, target, port.local(), new Forgotten());
    }

    /** The call has ended, whatever is said to its BYE. */
    private static final class Forgotten implements ClientTransaction.User {
        @Override
        public void onResponse(ClientTransaction transaction, SipResponse response) {}

        @Override
        public void onFailure(ClientTransaction transaction, TransactionFailure why) {}

        @Override
        public void onTerminated(ClientTransaction transaction) {}
    }
}
