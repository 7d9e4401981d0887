package io.sipcast.sip.route;

/**
 * An address and a port of our own, and what the other side is told of them where a NAT translates.
 *
 * @param shownHost a name or address, IPv6 without brackets: for Contact
 */
public record Endpoint(IpAddress ip, int port, String shownHost, int shownPort) {
    /** Shown as it is. */
    public Endpoint(IpAddress ip, int port) {
        this(ip, port, ip.toString(), port);
    }

    /** As in a Via or a Contact. */
    @Override
    public String toString() {
        return ip.uriHost() + ":" + port;
    }
}
