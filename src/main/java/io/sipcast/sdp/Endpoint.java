package io.sipcast.sdp;

/**
 * Where to send.
 *
 * @param host a literal address or, rarely, a name
 */
public record Endpoint(String host, int port) {}
