package io.sipcast.net;

import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.PrivateNetworks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the other side of a NAT is told of us: {@code sip.advertised-address} in Contact, {@code
 * rtp.advertised-address} in SDP. Whoever is on our side of it sees our own address: loopback
 * always, and {@code net.local-networks}, or every private network where none are named. Via keeps
 * our own address, since responses come back to where the request came from (RFC 3581).
 */
public final class Advertised {
    public static final Advertised NOTHING =
            new Advertised(Optional.empty(), Optional.empty(), List.of());

    private final @Nullable String sipHost;
    private final int sipPort;
    private final @Nullable String mediaHost;
    private final List<AddressBlock> localNetworks;

    /**
     * Takes the settings.
     *
     * @param sip host or host:port, an IPv6 address in brackets
     * @param media a name or address; that of {@code sip} when empty
     * @param localNetworks addresses and CIDR blocks
     */
    public Advertised(Optional<String> sip, Optional<String> media, List<String> localNetworks) {
        SipUri uri = sip.map(text -> SipUri.parse("sip:" + text)).orElse(null);
        this.sipHost = uri == null ? null : uri.host();
        this.sipPort = uri == null ? 0 : uri.portOr(0);
        this.mediaHost = media.orElse(sipHost);
        this.localNetworks =
                localNetworks.stream().map(text -> AddressBlock.parse(text).orElseThrow()).toList();
    }

    /** How our endpoint is shown to a destination. */
    Endpoint shown(Endpoint own, InetAddress destination) {
        String host = sipHost;
        if (host == null || isLocal(destination) || !fits(host, destination)) {
            return own;
        }
        return new Endpoint(own.ip(), own.port(), host, sipPort == 0 ? own.port() : sipPort);
    }

    /** The host of our address of record for a call without a domain. */
    public String host(InetAddress own, InetAddress destination) {
        return shown(new Endpoint(Addresses.ip(own), 1), destination).shownHost();
    }

    /**
     * The address for SDP. Waits for DNS where a name is advertised: not every peer takes a name.
     *
     * @throws UnknownHostException with a sentence when that name leads nowhere
     */
    public IpAddress media(InetAddress own, InetAddress destination) throws UnknownHostException {
        String host = mediaHost;
        if (host == null || isLocal(destination) || !fits(host, destination)) {
            return Addresses.ip(own);
        }
        IpAddress literal = IpAddress.parse(host);
        return literal == null ? resolved(host, destination) : literal;
    }

    private static IpAddress resolved(String host, InetAddress destination)
            throws UnknownHostException {
        try {
            for (InetAddress one : InetAddress.getAllByName(host)) {
                if (one.getClass() == destination.getClass()) {
                    return Addresses.ip(one);
                }
            }
        } catch (UnknownHostException _) {
            // said below
        }
        throw new UnknownHostException(
                "The name " + host + " of rtp.advertised-address leads to no address.");
    }

    private boolean isLocal(InetAddress destination) {
        if (destination.isLoopbackAddress()) {
            return true;
        }
        return localNetworks.isEmpty()
                ? PrivateNetworks.contains(Addresses.ip(destination))
                : localNetworks.stream().anyMatch(block -> block.contains(destination));
    }

    /** A name may have addresses of both families; an IPv4 address is nothing to an IPv6 peer. */
    private static boolean fits(String host, InetAddress destination) {
        IpAddress literal = IpAddress.parse(host);
        return literal == null || literal.v6() == Addresses.ip(destination).v6();
    }
}
