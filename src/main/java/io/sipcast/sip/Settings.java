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
 * @param sessionExpires the session interval that our INVITE asks for (RFC 4028), at least 90 s;
 *     zero: none, though a peer that wants one has it
 */
public record Settings(
        String name, int udpMaxRequest, Timing timing, Limits limits, Duration sessionExpires) {
    public static final Settings DEFAULT =
            new Settings("Sipcast", 0, Timing.UNRELIABLE, Limits.DEFAULT);

    /** With the usual session interval: half an hour. */
    public Settings(String name, int udpMaxRequest, Timing timing, Limits limits) {
        this(name, udpMaxRequest, timing, limits, Duration.ofMinutes(30));
    }

    public Settings withSessionExpires(Duration interval) {
        return new Settings(name, udpMaxRequest, timing, limits, interval);
    }
}
