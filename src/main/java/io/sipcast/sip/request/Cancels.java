package io.sipcast.sip.request;

import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.TransactionFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * CANCELs of INVITEs (RFC 3261 §9.1). Whatever is answered to a CANCEL, the answer to the INVITE is
 * what counts; when there is none in 64 T1, the INVITE is over.
 */
final class Cancels implements ClientTransaction.User {
    private final TimerQueue timers;
    private final long giveUpNanos;
    private final Consumer<ClientTransaction> unanswered;
    private final Runnable ended;
    private final Map<ClientTransaction, TimerQueue.Timer> waiting = new HashMap<>();

    /**
     * For all INVITEs of one request.
     *
     * @param unanswered told of an INVITE that got no final answer
     * @param ended run when nothing is left of one CANCEL
     */
    Cancels(Environment environment, Consumer<ClientTransaction> unanswered, Runnable ended) {
        this.timers = environment.timers();
        this.giveUpNanos = environment.timing().giveUpNanos();
        this.unanswered = unanswered;
        this.ended = ended;
    }

    /** Sends one, unless that was done. The INVITE has had a provisional answer. */
    boolean send(ClientTransaction invite) {
        if (waiting.containsKey(invite)) {
            return false;
        }
        TimerQueue.Timer timer = timers.timer(() -> unanswered.accept(invite));
        waiting.put(invite, timer);
        timer.arm(giveUpNanos);
        invite.cancel(this);
        return true;
    }

    boolean isCancelled(ClientTransaction invite) {
        return waiting.containsKey(invite);
    }

    /** The INVITE has its final answer, or is no more. */
    void settled(ClientTransaction invite) {
        TimerQueue.Timer timer = waiting.get(invite);
        if (timer != null) {
            timer.disarm();
        }
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onFailure(ClientTransaction transaction, TransactionFailure why) {}

    @Override
    public void onTerminated(ClientTransaction transaction) {
        ended.run();
    }
}
