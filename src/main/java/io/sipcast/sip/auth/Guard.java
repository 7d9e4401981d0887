package io.sipcast.sip.auth;

/**
 * Whose credentials let a request in.
 *
 * @param realm what the client is told to show them for
 */
public record Guard(String realm, Login login) {}
