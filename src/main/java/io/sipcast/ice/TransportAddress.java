package io.sipcast.ice;

import io.sipcast.sip.route.IpAddress;

/** An address and a UDP port: where a candidate is. */
public record TransportAddress(IpAddress ip, int port) {
    public TransportAddress {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    @Override
    public String toString() {
        return ip.uriHost() + ":" + port;
    }
}
