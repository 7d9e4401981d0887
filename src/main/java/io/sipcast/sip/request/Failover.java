package io.sipcast.sip.request;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.TimerQueue;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one request: which is tried now, which next (RFC 3263 §4.3), and whether a large
 * request is first tried over TCP there (RFC 3261 §18.1.1).
 */
final class Failover {
    private final TargetHealth health;
    private final TimerQueue timers;
    private final int udpMaxRequest;
    private List<Target> targets = List.of();
    private int tried;
    private boolean switchedToTcp;

    Failover(Environment environment) {
        this.health = environment.health();
        this.timers = environment.timers();
        this.udpMaxRequest = environment.udpMaxRequest();
    }

    void begin(List<Target> known) {
        targets = health.order(known, timers.nowNanos());
        tried = 0;
        switchedToTcp = false;
    }

    Target current() {
        return targets.get(tried);
    }

    boolean hasNext() {
        return tried + 1 < targets.size();
    }

    Target next() {
        switchedToTcp = false;
        return targets.get(++tried);
    }

    /** Too large for a datagram, and TCP not tried yet. */
    boolean wantsTcp(SipRequest request, Target target) {
        return target.transport() == Transport.UDP && !switchedToTcp && isLarge(request);
    }

    private boolean isLarge(SipRequest request) {
        return udpMaxRequest > 0 && request.print().length > udpMaxRequest;
    }

    Target overTcp(Target target) {
        switchedToTcp = true;
        return target.over(Transport.TCP);
    }

    /** Whether TCP was our idea. */
    boolean onTrialOverTcp(Target target) {
        return switchedToTcp
                && target.transport() == Transport.TCP
                && current().transport() == Transport.UDP;
    }

    void heard(Target target) {
        health.heard(target);
    }

    /** That TCP is not spoken says nothing about a server of UDP. */
    void silent(Target target) {
        if (!onTrialOverTcp(target)) {
            health.silent(target, timers.nowNanos());
        }
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
