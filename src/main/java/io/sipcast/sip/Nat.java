package io.sipcast.sip;

import java.time.Duration;

/**
 * How to live behind a NAT.
 *
 * @param keepAlive the longest time between two datagrams that keep its mapping to a registrar
 *     open, RFC 5626 §4.4; zero sends none
 * @param learnsAddress whether the address that a registrar sees us at becomes our contact there.
 *     False where the configuration says which address we show: then {@link
 *     io.sipcast.sip.route.LocalAddress} brings that one, and the registrar's word counts less
 */
public record Nat(Duration keepAlive, boolean learnsAddress) {
    public static final Nat DEFAULT = new Nat(Duration.ofSeconds(25), true);
}
