package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.transaction.TimerQueue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the session of a dialog alive, or sees to it that it ends with the peer (RFC 4028): by
 * UPDATE where the peer allows it, else by re-INVITE.
 */
final class SessionRefresh {
    private final Context context;
    private final DialogOwner call;
    private final DialogPath path;
    private final Runnable reInvite;
    private final TimerQueue.Timer due;
    private SessionTimer.State state = SessionTimer.OFF;
    private boolean byUpdate;
    private long minSe;

    /** {@code reInvite} sends the description in force again. */
    SessionRefresh(Context context, DialogOwner call, DialogPath path, Runnable reInvite) {
        this.context = context;
        this.call = call;
        this.path = path;
        this.reInvite = reInvite;
        this.due = context.timer(() -> step(new SessionTimer.Input.Due()));
    }

    /** The peer says what it allows whenever it likes; the last word counts. */
    void note(SipMessage message) {
        if (message.headers().has(HeaderName.ALLOW)) {
            byUpdate = message.allow().contains(Method.UPDATE.name());
        }
    }

    /** What was agreed on, null without a timer. */
    @Nullable SessionTerms terms() {
        return state instanceof SessionTimer.State.On on ? on.terms() : null;
    }

    /** A 2xx to a request of ours that refreshes the session. */
    void answered(SipRequest request, SipResponse ok) {
        note(ok);
        minSe = Math.max(minSe, request.minSe().orElse(0)); // as a 422 has made it (§7.4)
        agreed(SessionTerms.answered(ok));
    }

    /** A 2xx went either way, with these terms or none. */
    void agreed(@Nullable SessionTerms terms) {
        boolean wasOn = terms() != null;
        step(new SessionTimer.Input.Agreed(terms));
        if (wasOn || terms != null) {
            call.emit(new CallEvent.SessionTimed(schedule()));
        }
    }

    private @Nullable SessionSchedule schedule() {
        if (!(state instanceof SessionTimer.State.On on)) {
            return null;
        }
        long now = context.environment().timers().nowNanos();
        return new SessionSchedule(
                Duration.ofSeconds(on.terms().seconds()),
                on.terms().ours(),
                Duration.ofNanos(on.dueNanos() - now),
                Duration.ofNanos(on.endNanos() - now));
    }

    /** A request of ours that refreshes the session says so. */
    SipRequest timed(SipRequest request) {
        SessionTerms terms = terms();
        SipRequest asking = terms == null ? request : terms.ask(request);
        return minSe == 0 ? asking : asking.with(HeaderName.MIN_SE, Long.toString(minSe));
    }

    /** A refresh by re-INVITE came to nothing. */
    void refused() {
        step(new SessionTimer.Input.Refused());
    }

    void close() {
        state = SessionTimer.OFF;
        due.disarm();
    }

    private void step(SessionTimer.Input input) {
        long now = context.environment().timers().nowNanos();
        SessionTimer.Step step = SessionTimer.step(state, input, now);
        state = step.next();
        if (state instanceof SessionTimer.State.On on) {
            due.arm(on.dueNanos() - now);
        } else {
            due.disarm();
        }
        switch (step.action()) {
            case NONE -> {}
            case REFRESH -> refresh();
            case END -> call.bye(CallEvent.Termination.SESSION_EXPIRED);
        }
    }

    private void refresh() {
        if (byUpdate) {
            call.send(path, Method.UPDATE, this::timed, new Update());
        } else {
            reInvite.run();
        }
    }

    /** One refresh by UPDATE. */
    private final class Update implements DialogRequest.Outcome {
        @Override
        public void succeeded(SipRequest request, SipResponse ok) {
            if (call.alive()) {
                path.dialog().refreshTarget(ok);
                SessionRefresh.this.answered(request, ok);
            }
        }

        @Override
        public void failed(Failure why) {
            if (!call.alive()) {
                return;
            }
            CallEvent.Termination loss = DialogRequest.loss(why);
            if (loss != null) {
                call.bye(loss);
            } else {
                refused(why.status());
            }
        }

        private void refused(int status) {
            switch (status) {
                case 405, 501 -> { // whatever its Allow has said
                    byUpdate = false;
                    reInvite.run();
                }
                case 491 ->
                        step(
                                new SessionTimer.Input.Collided(
                                        Glare.pauseNanos(
                                                context.random(), path.dialog().caller())));
                default -> SessionRefresh.this.refused();
            }
        }
    }
}
