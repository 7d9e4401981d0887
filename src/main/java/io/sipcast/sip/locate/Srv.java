package io.sipcast.sip.locate;

/**
 * An SRV record (RFC 2782): one host that offers a service.
 *
 * @param priority lowest first
 * @param weight its share among those of one priority
 * @param target a host, without its last dot; empty when the service is not offered at all
 */
public record Srv(int priority, int weight, int port, String target) {}
