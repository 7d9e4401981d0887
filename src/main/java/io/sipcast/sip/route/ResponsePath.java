package io.sipcast.sip.route;

import io.sipcast.sip.message.Via;

/**
 * The way a response takes (RFC 3261 §18.2.2, RFC 3581 §4).
 *
 * @param target where to send, or where to connect when the connection is gone
 * @param connection the driver's number of the request's own connection, 0 for UDP
 */
public record ResponsePath(Target target, long connection) {
    /**
     * Always back to the address that the request came from. The maddr of a Via is not followed: a
     * sender could point it at anyone.
     *
     * @param via the topmost of the request
     */
    public static ResponsePath of(Flow flow, Via via) {
        Target peer = flow.peer();
        boolean symmetric = !peer.transport().reliable() && via.hasRport();
        int port = symmetric ? peer.port() : via.portOr(peer.transport().defaultPort());
        return new ResponsePath(new Target(peer.transport(), peer.ip(), port), flow.connection());
    }
}
