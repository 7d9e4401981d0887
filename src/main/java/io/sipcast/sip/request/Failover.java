package io.sipcast.sip.request;

import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.TimerQueue;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The targets of one request: which is tried now, which next (RFC 3263 §4.3). */
final class Failover {
    private final TargetHealth health;
    private final TimerQueue timers;
    private List<Target> targets = List.of();
    private int tried;

    Failover(TargetHealth health, TimerQueue timers) {
        this.health = health;
        this.timers = timers;
    }

    void begin(List<Target> known) {
        targets = health.order(known, timers.nowNanos());
        tried = 0;
    }

    Target current() {
        return targets.get(tried);
    }

    boolean hasNext() {
        return tried + 1 < targets.size();
    }

    Target next() {
        return targets.get(++tried);
    }

    void heard(Target target) {
        health.heard(target);
    }

    void silent(Target target) {
        health.silent(target, timers.nowNanos());
    }

    /** A 503: the time that it names is everybody's. */
    void unavailable(Target target, SipResponse response) {
        OptionalLong seconds = response.retryAfter();
        if (response.status() == 503 && seconds.isPresent()) {
            var why = new Failure.Rejected(response.status(), response.reason());
            health.pause(target, seconds.getAsLong(), why, timers.nowNanos());
        }
    }

    /** Why the target is not to be asked now, or null. */
    Failure.@Nullable Rejected pausedBy(Target target) {
        return health.pausedBy(target, timers.nowNanos());
    }
}
