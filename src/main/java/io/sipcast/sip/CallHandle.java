package io.sipcast.sip;

/** Names a call between the engine and its user; the user picks the number, and never twice. */
public record CallHandle(long id) {}
