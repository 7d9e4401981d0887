package io.sipcast.sip;

import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;
import java.time.Duration;

/**
 * What the engine is set up with.
 *
 * @param name for User-Agent and Server
 * @param udpMaxRequest bytes above which a request to a UDP target is tried over TCP first; 0 for
 *     never
 * @param followRedirects whether an INVITE goes on to where a 3xx sends it
 * @param sessionExpires the session interval that our INVITE asks for (RFC 4028), at least 90 s;
 *     zero: none, though a peer that wants one has it
 * @param reliableProvisional whether callees are offered reliable provisional answers, RFC 3262;
 *     one that sends them unasked gets its PRACK all the same
 */
public record Settings(
        String name,
        int udpMaxRequest,
        Timing timing,
        Limits limits,
        boolean followRedirects,
        Nat nat,
        Duration sessionExpires,
        boolean reliableProvisional) {
    public static final Settings DEFAULT =
            new Settings("Sipcast", 0, Timing.UNRELIABLE, Limits.DEFAULT);

    /**
     * Redirections are followed, what suits most NATs is done for them, and a session is refreshed
     * every half hour; provisional answers may be reliable.
     */
    public Settings(String name, int udpMaxRequest, Timing timing, Limits limits) {
        this(name, udpMaxRequest, timing, limits, true, Nat.DEFAULT, Duration.ofMinutes(30), true);
    }

    public Settings withRedirects(boolean followed) {
        return new Settings(
                name, udpMaxRequest, timing, limits, followed, nat, sessionExpires, reliableProvisional);
    }

    public Settings withNat(Nat other) {
        return new Settings(
                name, udpMaxRequest, timing, limits, followRedirects, other, sessionExpires, reliableProvisional);
    }

    public Settings withSessionExpires(Duration interval) {
        return new Settings(
                name, udpMaxRequest, timing, limits, followRedirects, nat, interval, reliableProvisional);
    }

    public Settings withReliableProvisional(boolean offered) {
        return new Settings(name, udpMaxRequest, timing, limits, followRedirects, nat, sessionExpires, offered);
    }
}
