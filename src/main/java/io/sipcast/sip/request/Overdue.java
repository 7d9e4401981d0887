package io.sipcast.sip.request;

import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import java.util.HashMap;
import java.util.Map;

/**
 * INVITEs that another target was asked instead of. They go on, because the target may only be
 * slow: when it is heard of after all, it is cancelled (RFC 3261 §9.1), and a 2xx that crosses the
 * CANCEL is the user's.
 */
final class Overdue {
    private final TimerQueue timers;
    private final long giveUpNanos;
    private final ClientTransaction.User cancelUser;
    private final Map<ClientTransaction, TimerQueue.Timer> cancelled = new HashMap<>();

    /** {@code cancelUser} is the user of each CANCEL. */
    Overdue(TimerQueue timers, long giveUpNanos, ClientTransaction.User cancelUser) {
        this.timers = timers;
        this.giveUpNanos = giveUpNanos;
        this.cancelUser = cancelUser;
    }

    void add(ClientTransaction transaction) {
        cancelled.put(transaction, timers.timer(transaction::abandon));
    }

    boolean has(ClientTransaction transaction) {
        return cancelled.containsKey(transaction);
    }

    /** True when this was the first answer, so that a CANCEL is on its way. */
    boolean heard(ClientTransaction transaction, SipResponse response) {
        TimerQueue.Timer unanswered = cancelled.get(transaction);
        if (unanswered == null || unanswered.armed() || !response.isProvisional()) {
            return false;
        }
        unanswered.arm(giveUpNanos);
        transaction.cancel(cancelUser);
        return true;
    }

    void remove(ClientTransaction transaction) {
        TimerQueue.Timer unanswered = cancelled.remove(transaction);
        if (unanswered != null) {
            unanswered.disarm();
        }
    }

    /** The request has its answer: those that were never heard of are not repeated any more. */
    void abandonSilent() {
        Map.copyOf(cancelled)
                .forEach((transaction, unanswered) -> {
                    if (!unanswered.armed()) {
                        transaction.abandon();
                    }
                });
    }
}
