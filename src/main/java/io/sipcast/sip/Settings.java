package io.sipcast.sip;

import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;

/**
 * What the engine is set up with.
 *
 * @param name for User-Agent and Server
 * @param udpMaxRequest bytes above which a request to a UDP target is tried over TCP first; 0 for
 *     never
 * @param followRedirects whether an INVITE goes on to where a 3xx sends it
 */
public record Settings(
        String name,
        int udpMaxRequest,
        Timing timing,
        Limits limits,
        boolean followRedirects,
        Nat nat) {
    public static final Settings DEFAULT =
            new Settings("Sipcast", 0, Timing.UNRELIABLE, Limits.DEFAULT);

    /** Redirections are followed, and what suits most NATs is done for them. */
    public Settings(String name, int udpMaxRequest, Timing timing, Limits limits) {
        this(name, udpMaxRequest, timing, limits, true, Nat.DEFAULT);
    }

    public Settings withRedirects(boolean followed) {
        return new Settings(name, udpMaxRequest, timing, limits, followed, nat);
    }
}
