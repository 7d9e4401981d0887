package io.sipcast.sip.route;

/** Where a message is sent: the end of every look-up. */
public record Target(Transport transport, IpAddress ip, int port) {
    public Target {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** The same place over another transport. */
    public Target over(Transport other) {
        return other == transport ? this : new Target(other, ip, port);
    }

    @Override
    public String toString() {
        return transport.token() + ":" + ip.uriHost() + ":" + port;
    }
}
