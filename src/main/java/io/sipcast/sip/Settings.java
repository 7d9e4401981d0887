package io.sipcast.sip;

import io.sipcast.sip.transaction.Limits;
import io.sipcast.sip.transaction.Timing;

/**
 * What the engine is set up with.
 *
 * @param name for User-Agent and Server
 * @param udpMaxRequest bytes above which a request to a UDP target is tried over TCP first; 0 for
 *     never
 * @param reliableProvisional whether callees are offered reliable provisional answers, RFC 3262;
 *     one that sends them unasked gets its PRACK all the same
 */
public record Settings(
        String name, int udpMaxRequest, Timing timing, Limits limits, boolean reliableProvisional) {
    public static final Settings DEFAULT =
            new Settings("Sipcast", 0, Timing.UNRELIABLE, Limits.DEFAULT);

    /** With reliable provisional answers. */
    public Settings(String name, int udpMaxRequest, Timing timing, Limits limits) {
        this(name, udpMaxRequest, timing, limits, true);
    }
}
