package io.sipcast.sip.route;

/** An address and a port of our own. */
public record Endpoint(IpAddress ip, int port) {
    /** As in a Via or a Contact. */
    @Override
    public String toString() {
        return ip.uriHost() + ":" + port;
    }
}
