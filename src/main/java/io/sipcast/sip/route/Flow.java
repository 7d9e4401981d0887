package io.sipcast.sip.route;

/**
 * The way that a message came, which its answer takes back.
 *
 * @param peer the transport and the address that the message came from
 * @param local our address and port on that way
 * @param connection the driver's own number of a TCP connection, 0 for UDP
 */
public record Flow(Target peer, Endpoint local, long connection) {
    public Transport transport() {
        return peer.transport();
    }
}
