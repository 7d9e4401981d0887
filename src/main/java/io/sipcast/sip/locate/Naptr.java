package io.sipcast.sip.locate;

/**
 * A NAPTR record (RFC 3403 §4.1): how a service of a domain is reached.
 *
 * @param order lowest first, and a higher one only when nothing of a lower one is of use
 * @param preference lowest first among those of one order
 * @param replacement the name to go on with, without its last dot
 */
public record Naptr(int order, int preference, String flags, String service, String replacement) {}
