package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Via;
import io.sipcast.sip.route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A scripted callee, and the proxy or registrar before it where a test needs one. It knows as much
 * of RFC 3261 as makes it a fair peer: it repeats what is not acknowledged or answered, and answers
 * what is repeated as before. It shares nothing with the engine but the messages.
 */
final class Callee implements World.Peer {
    /** One branch of one INVITE. */
    final class Leg {
        final SipRequest invite;
        final String tag;
        final Plan plan;
        final Target at;
        boolean answered;
        boolean provisionalAcknowledged;
        boolean acknowledged;
        boolean byeReceived;
        boolean byeAnswered;
        boolean gaveUp;
        @Nullable SipRequest ack;
        int offersAnswered;
        private long cseq = 100;

        Leg(SipRequest invite, String tag, Plan plan, Target at) {
            this.invite = invite;
            this.tag = tag;
            this.plan = plan;
            this.at = at;
        }

        String provisional() {
            return "1xx of " + tag;
        }

        boolean over() {
            return byeReceived || byeAnswered;
        }

        SipResponse response(int status) {
            SipResponse response = SipResponse.to(invite, status).withToTag(tag);
            Headers headers = response.headers();
            for (String route : plan.recordRoutes) {
                headers = headers.plus(HeaderName.RECORD_ROUTE, "<" + route + ">");
            }
            return response.withHeaders(headers.plus(HeaderName.CONTACT, "<" + plan.contact + ">"));
        }

        /** A request of ours inside the dialog, straight to the agent. */
        SipRequest request(Method method) {
            NameAddr contact = invite.contacts().getFirst();
            Headers headers =
                    Headers.builder()
                            .add(HeaderName.VIA, via().print())
                            .add(HeaderName.MAX_FORWARDS, "70")
                            .add(HeaderName.FROM, invite.to().withTag(tag).print())
                            .add(HeaderName.TO, invite.from().print())
                            .add(HeaderName.CALL_ID, invite.callId())
                            .add(HeaderName.CSEQ, new CSeq(++cseq, method).print())
                            .add(HeaderName.CONTACT, "<" + plan.contact + ">")
                            .build();
            return SipRequest.of(method, contact.uri(), headers);
        }

        private Via via() {
            return Via.of(
                    at.transport().name(),
                    at.ip().toString(),
                    at.port(),
                    Via.MAGIC_COOKIE + Long.toHexString(world.random.nextLong()));
        }

        void bye() {
            if (!over()) {
                Callee.this.request(request(Method.BYE), at, _ -> byeAnswered = true);
            }
        }

        void reInvite(@Nullable Bytes sdp) {
            if (!over()) {
                SipRequest bare = request(Method.INVITE);
                SipRequest whole = sdp == null ? bare : bare.withBody("application/sdp", sdp);
                Callee.this.request(whole, at, response -> reInvited(whole, response));
            }
        }

        private void reInvited(SipRequest request, SipResponse response) {
            if (response.isSuccess()) {
                offersAnswered++;
            }
            SipRequest ack = request(Method.ACK);
            Headers headers =
                    ack.headers()
                            .with(
                                    HeaderName.CSEQ,
                                    new CSeq(request.cseq().number(), Method.ACK).print());
            if (!response.isSuccess()) {
                headers = headers.with(HeaderName.VIA, request.via().print());
            }
            world.send(ack.withHeaders(headers), at);
        }
    }

    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration T2 = Duration.ofSeconds(4);
    private static final Duration GIVE_UP = T1.multipliedBy(64);

    final Map<String, Leg> legs = new LinkedHashMap<>();
    final List<SipRequest> received = new ArrayList<>();
    final List<SipResponse> strangeResponses = new ArrayList<>();

    /** Answers a request before the rest is looked at; null lets it pass. */
    Function<SipRequest, @Nullable SipResponse> gate = _ -> null;

    /** What happens to an INVITE that passes. */
    Function<SipRequest, Plan> script;

    private final World world;
    private final Map<String, Leg> firstLegs = new HashMap<>();
    private final Map<String, SipResponse> answers = new HashMap<>();
    private final Map<String, SipResponse> waiting = new HashMap<>();
    private final Map<String, SipRequest> asking = new HashMap<>();
    private final Map<String, Consumer<SipResponse>> askers = new HashMap<>();
    private int tags;

    Callee(World world, Plan plan) {
        this.world = world;
        this.script = _ -> plan;
        world.put(World.SERVER, this);
    }

    Leg leg() {
        return legs.values().iterator().next();
    }

    @Override
    public void receive(SipMessage message, Target at) {
        switch (message) {
            case SipRequest request -> receive(request, at);
            case SipResponse response -> receive(response);
        }
    }

    private static String key(SipMessage message, Method method) {
        return message.via().branch() + " " + method;
    }

    private void receive(SipRequest request, Target at) {
        received.add(request);
        if (request.method().equals(Method.ACK)) {
            acknowledged(request);
            return;
        }
        String key = key(request, request.method());
        SipResponse before = answers.get(key);
        if (before != null) {
            world.send(before, at);
            return;
        }
        SipResponse refusal = gate.apply(request);
        if (refusal != null) {
            answer(request, refusal, at);
        } else {
            serve(request, at);
        }
    }

    private void serve(SipRequest request, Target at) {
        switch (request.method().name()) {
            case "INVITE" -> invited(request, at);
            case "CANCEL" -> cancelled(request, at);
            case "BYE" -> {
                Leg leg = legs.get(request.to().tag());
                if (leg != null) {
                    leg.byeReceived = true;
                }
                answer(request, SipResponse.to(request, leg == null ? 481 : 200), at);
            }
            case "PRACK" -> acknowledgedProvisional(request, at);
            default -> answer(request, SipResponse.to(request, 200), at);
        }
    }

    /** A failure of an INVITE is repeated until it is acknowledged. */
    void answer(SipRequest request, SipResponse response, Target at) {
        String key = key(request, request.method());
        answers.put(key, response);
        world.send(response, at);
        if (request.method().equals(Method.INVITE) && response.status() >= 300) {
            waiting.put(key, response);
            repeat(key, at, T1, Duration.ZERO, () -> {});
        }
    }

    private void invited(SipRequest invite, Target at) {
        Plan plan = script.apply(invite);
        if (plan.trying) {
            answer(invite, SipResponse.to(invite, 100), at);
        }
        for (int i = 0; i < plan.branches; i++) {
            Leg leg = new Leg(invite, "leg" + ++tags, plan, at);
            legs.put(leg.tag, leg);
            firstLegs.putIfAbsent(key(invite, Method.INVITE), leg);
            Duration later = Duration.ofMillis(30L * i);
            if (plan.provisional != 0) {
                world.after(later.plusMillis(100), () -> progress(leg));
            }
            if (plan.status != 0) {
                world.after(plan.answerAfter.plus(later), () -> finish(leg));
            }
        }
    }

    private void progress(Leg leg) {
        if (isOpen(leg.invite)) {
            SipResponse bare = leg.response(leg.plan.provisional);
            SipResponse whole =
                    leg.plan.early
                            ? bare.withBody("application/sdp", World.bytes("v=0 early"))
                            : bare;
            if (leg.plan.reliable) {
                progressReliably(leg, whole);
            } else {
                answer(leg.invite, whole, leg.at);
            }
        }
    }

    /** Repeated until its PRACK comes (RFC 3262 §3). */
    private void progressReliably(Leg leg, SipResponse bare) {
        SipResponse response =
                bare.with(HeaderName.REQUIRE, "100rel").with(HeaderName.RSEQ, "4711");
        answer(leg.invite, response, leg.at);
        waiting.put(leg.provisional(), response);
        repeat(leg.provisional(), leg.at, T1, Duration.ZERO, () -> {});
    }

    private void acknowledgedProvisional(SipRequest prack, Target at) {
        Leg leg = legs.get(prack.to().tag());
        int status = 481;
        if (leg != null && leg.invite.cseq().print().equals(rackCseq(prack))) {
            leg.provisionalAcknowledged = true;
            waiting.remove(leg.provisional());
            status = 200;
        }
        answer(prack, SipResponse.to(prack, status), at);
    }

    private static String rackCseq(SipRequest prack) {
        String rack = String.valueOf(prack.headers().first(HeaderName.RACK));
        return rack.startsWith("4711 ") ? rack.substring(5) : rack;
    }

    private boolean isOpen(SipRequest invite) {
        SipResponse last = answers.get(key(invite, Method.INVITE));
        return last == null || last.isProvisional();
    }

    private void finish(Leg leg) {
        SipResponse last = answers.get(key(leg.invite, Method.INVITE));
        boolean mayStill = isOpen(leg.invite) || (last != null && last.isSuccess());
        if (!mayStill) {
            return;
        }
        waiting.remove(leg.provisional());
        if (leg.plan.status >= 300) {
            answer(leg.invite, leg.response(leg.plan.status), leg.at);
            return;
        }
        leg.answered = true;
        SipResponse ok =
                leg.plan.finish.apply(
                        leg.response(leg.plan.status)
                                .withBody("application/sdp", World.bytes("v=0 answer")));
        answer(leg.invite, ok, leg.at);
        waiting.put(leg.tag, ok);
        repeat(leg.tag, leg.at, T1, Duration.ZERO, () -> neverAcknowledged(leg));
    }

    private void neverAcknowledged(Leg leg) {
        leg.gaveUp = true;
        leg.bye();
    }

    private void repeat(String key, Target at, Duration pause, Duration waited, Runnable givingUp) {
        world.after(
                pause,
                () -> {
                    SipResponse response = waiting.get(key);
                    if (response == null) {
                        return;
                    }
                    Duration sum = waited.plus(pause);
                    if (sum.compareTo(GIVE_UP) >= 0) {
                        waiting.remove(key);
                        givingUp.run();
                        return;
                    }
                    world.send(response, at);
                    repeat(key, at, longer(pause), sum, givingUp);
                });
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(T2) < 0 ? twice : T2;
    }

    private void acknowledged(SipRequest ack) {
        waiting.remove(key(ack, Method.INVITE));
        Leg leg = legs.get(Objects.requireNonNullElse(ack.to().tag(), ""));
        if (leg == null || !leg.answered) {
            return;
        }
        waiting.remove(leg.tag);
        leg.ack = ack;
        if (!leg.acknowledged) {
            leg.acknowledged = true;
            Duration byeAfter = leg.plan.byeAfter;
            Duration reInviteAfter = leg.plan.reInviteAfter;
            if (byeAfter != null) {
                world.after(byeAfter, leg::bye);
            }
            if (reInviteAfter != null) {
                world.after(reInviteAfter, () -> leg.reInvite(World.bytes("v=0 hold")));
            }
        }
    }

    private void cancelled(SipRequest cancel, Target at) {
        String key = key(cancel, Method.INVITE);
        SipResponse last = answers.get(key);
        Leg leg = firstLegs.get(key);
        answer(cancel, SipResponse.to(cancel, leg == null && last == null ? 481 : 200), at);
        if (leg != null && (last == null || last.isProvisional())) {
            waiting.remove(leg.provisional());
            answer(leg.invite, leg.response(487), at);
        }
    }

    // Its own requests.

    void request(SipRequest request, Target at, Consumer<SipResponse> then) {
        String key = key(request, request.method());
        asking.put(key, request);
        askers.put(key, then);
        world.send(request, at);
        ask(key, at, T1, Duration.ZERO);
    }

    private void ask(String key, Target at, Duration pause, Duration waited) {
        world.after(
                pause,
                () -> {
                    SipRequest request = asking.get(key);
                    Duration sum = waited.plus(pause);
                    if (request == null) {
                        return;
                    }
                    if (sum.compareTo(GIVE_UP) >= 0) {
                        asking.remove(key);
                        return;
                    }
                    world.send(request, at);
                    ask(key, at, longer(pause), sum);
                });
    }

    private void receive(SipResponse response) {
        String key = key(response, response.cseq().method());
        var asker = askers.get(key);
        if (asker == null) {
            strangeResponses.add(response);
            return;
        }
        if (response.isProvisional()) {
            return;
        }
        asking.remove(key);
        asker.accept(response);
    }
}
