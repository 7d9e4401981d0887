package io.sipcast.sip;

import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.TimerQueue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the way from a registrar to us open while no REGISTER is due: a NAT forgets a UDP mapping
 * after as little as 30 s. One for each target, however many registrations go there: they all leave
 * from the same socket. A connection is kept open by whoever owns it.
 */
final class KeepAlives {
    /** The least part of the interval that is waited, RFC 5626 §4.4. */
    private static final double LEAST = 0.8;

    private final Context context;
    private final Map<Target, Kept> kept = new HashMap<>();

    private final class Kept {
        private final TimerQueue.Timer timer;
        private int users;

        Kept(Target target) {
            timer =
                    context.timer(() -> {
                        context.outputs().add(new Output.KeepAlive(target));
                        arm();
                    });
        }

        private void arm() {
            double part = LEAST + (1 - LEAST) * context.random().nextDouble();
            timer.arm((long) (part * context.settings().nat().keepAlive().toNanos()));
        }
    }

    KeepAlives(Context context) {
        this.context = context;
    }

    /** One more needs it. */
    void hold(@Nullable Target target) {
        boolean wanted =
                target != null
                        && target.transport() == Transport.UDP
                        && context.settings().nat().keepAlive().isPositive();
        if (target == null || !wanted) {
            return;
        }
        Kept one = kept.computeIfAbsent(target, Kept::new);
        if (one.users++ == 0) {
            one.arm();
        }
    }

    /** One less. */
    void release(@Nullable Target target) {
        Kept one = target == null ? null : kept.get(target);
        if (one != null && --one.users == 0) {
            one.timer.disarm();
            kept.remove(target);
        }
    }
}
