package io.sipcast.sip.transaction;

/** Takes what is to be sent. */
@FunctionalInterface
public interface Wire {
    void send(Packet packet);
}
