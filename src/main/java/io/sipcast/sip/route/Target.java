package io.sipcast.sip.route;

import org.jspecify.annotations.Nullable;

/**
 * Where a message is sent: the end of every look-up.
 *
 * @param name whom a certificate there must be for: the name that was looked up, not what it led to
 *     (RFC 5922 §4). Null where that was an address, and where no certificate is shown
 */
public record Target(Transport transport, IpAddress ip, int port, @Nullable String name) {
    public Target {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
        if (transport != Transport.TLS) {
            name = null;
        }
    }

    /** A place that is known by its address. */
    public Target(Transport transport, IpAddress ip, int port) {
        this(transport, ip, port, null);
    }

    /** The same place over another transport. */
    public Target over(Transport other) {
        return other == transport ? this : new Target(other, ip, port, name);
    }

    /** The same place, found by this host; an address is no name. */
    public Target foundBy(String host) {
        return IpAddress.parse(host) == null ? new Target(transport, ip, port, host) : this;
    }

    @Override
    public String toString() {
        String place = transport.token() + ":" + ip.uriHost() + ":" + port;
        return name == null ? place : place + " (" + name + ")";
    }
}
