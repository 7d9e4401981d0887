package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A callee with session timers: it agrees to what it was scripted with, and notes every refresh.
 */
final class TimedCallee {
    static final Bytes ANSWER = World.bytes("v=0 answer");

    /** A refresh of ours, or the peer's with our answer to it. */
    record Refresh(SipRequest request, Duration at) {}

    final World world;
    final Callee callee;
    final List<Refresh> refreshes = new ArrayList<>();
    final List<SipResponse> answers = new ArrayList<>();

    /** What it answers to a refresh, and to what a test wants otherwise; null for its usual 200. */
    Function<SipRequest, @Nullable SipResponse> otherwise = _ -> null;

    private final @Nullable String sessionExpires;
    private final String allow;
    private boolean dead;

    /**
     * Puts it into the world.
     *
     * @param sessionExpires its header in the 200 to INVITE and to refreshes
     */
    TimedCallee(World world, @Nullable String sessionExpires, String allow) {
        this.world = world;
        this.sessionExpires = sessionExpires;
        this.allow = allow;
        this.callee = new Callee(world, Plan.answering().finish(this::dress));
        callee.gate = this::gate;
    }

    private SipResponse dress(SipResponse ok) {
        SipResponse allowing = ok.with(HeaderName.ALLOW, allow);
        return sessionExpires == null
                ? allowing
                : allowing.with(HeaderName.REQUIRE, "timer")
                        .with(HeaderName.SESSION_EXPIRES, sessionExpires);
    }

    private @Nullable SipResponse gate(SipRequest request) {
        boolean refresh =
                request.to().tag() != null
                        && (request.method().equals(Method.INVITE)
                                || request.method().equals(Method.UPDATE));
        if (!refresh) {
            return null;
        }
        refreshes.add(new Refresh(request, Duration.ofNanos(world.nowNanos())));
        SipResponse other = otherwise.apply(request);
        return other == null ? ok(request) : other;
    }

    /** Its power goes: nothing is heard of it any more. */
    void die() {
        dead = true;
        world.put(World.SERVER, (_, _) -> {});
    }

    /** Its usual 200. */
    SipResponse ok(SipRequest request) {
        SipResponse bare =
                dress(SipResponse.to(request, 200))
                        .with(HeaderName.CONTACT, "<sip:bob@198.51.100.5>");
        return request.body().size() == 0 ? bare : bare.withBody(Capabilities.SDP, ANSWER);
    }

    /** Refreshes by itself, again and again. */
    void refreshEvery(Duration pause, Method method, String header) {
        world.after(
                pause,
                () -> {
                    if (!dead && !callee.leg().over()) {
                        refresh(method, header);
                        refreshEvery(pause, method, header);
                    }
                });
    }

    void refresh(Method method, String header) {
        SipRequest bare =
                callee.leg()
                        .request(method)
                        .with(HeaderName.SUPPORTED, "timer")
                        .with(HeaderName.SESSION_EXPIRES, header);
        SipRequest whole =
                method.equals(Method.INVITE) ? bare.withBody(Capabilities.SDP, ANSWER) : bare;
        callee.request(
                whole,
                World.SERVER,
                response -> {
                    answers.add(response);
                    if (method.equals(Method.INVITE)) {
                        world.send(ack(whole), World.SERVER);
                    }
                });
    }

    SipRequest ack(SipRequest invite) {
        return callee.leg()
                .request(Method.ACK)
                .with(HeaderName.CSEQ, invite.cseq().number() + " ACK");
    }
}
