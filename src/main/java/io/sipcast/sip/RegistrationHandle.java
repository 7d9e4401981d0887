package io.sipcast.sip;

/** Names one user of a registration; the user picks the number, and never twice. */
public record RegistrationHandle(long id) {}
