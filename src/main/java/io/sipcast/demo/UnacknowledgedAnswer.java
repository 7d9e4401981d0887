package io.sipcast.demo;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.Timing;

/** The 2xx of an INVITE, sent again until its ACK comes, RFC 3261 §13.3.1.4. */
final class UnacknowledgedAnswer {
    private final ServerTransaction invite;
    private final Timing timing;
    private final TimerQueue.Timer repeat;
    private final TimerQueue.Timer giveUp;
    private long pauseNanos;

    private UnacknowledgedAnswer(
            ServerTransaction invite, Timing timing, TimerQueue timers, Runnable never) {
        this.invite = invite;
        this.timing = timing;
        repeat = timers.timer(this::repeat);
        giveUp =
                timers.timer(() -> {
                    close();
                    never.run();
                });
    }

    /**
     * Sends it for the first time.
     *
     * @param never called when no ACK came for 64 T1
     */
    static UnacknowledgedAnswer send(
            SipResponse answer,
            ServerTransaction invite,
            Timing timing,
            TimerQueue timers,
            Runnable never) {
        var sent = new UnacknowledgedAnswer(invite, timing, timers, never);
        invite.respond(answer);
        sent.pauseNanos = timing.t1Nanos();
        sent.repeat.arm(sent.pauseNanos);
        sent.giveUp.arm(timing.giveUpNanos());
        return sent;
    }

    private void repeat() {
        invite.repeatSuccess();
        pauseNanos = timing.backOff(pauseNanos);
        repeat.arm(pauseNanos);
    }

    /** Whether this is the ACK that was waited for; then nothing is sent again. */
    boolean acknowledged(SipRequest ack) {
        boolean own = giveUp.armed() && ack.cseq().number() == invite.request().cseq().number();
        if (own) {
            close();
        }
        return own;
    }

    void close() {
        repeat.disarm();
        giveUp.disarm();
    }
}
