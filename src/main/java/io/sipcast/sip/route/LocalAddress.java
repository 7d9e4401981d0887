package io.sipcast.sip.route;

/**
 * Knows which of our addresses a peer sees and can answer: the configured one, or the routing
 * table's.
 */
@FunctionalInterface
public interface LocalAddress {
    /**
     * Our address and listening port on the way to this target. Called on the SIP loop; must not
     * wait.
     */
    Endpoint towards(Target target);
}
