package io.sipcast.demo;

import java.nio.ByteBuffer;

/**
 * The way of the datagrams that leave one socket, in their order. A link may lose them, hold them
 * back until later ones have passed, or pass them twice.
 */
@FunctionalInterface
public interface Link {
    /** The other end. */
    @FunctionalInterface
    interface Exit {
        /** Sends the datagram at once. */
        void send(ByteBuffer datagram);
    }

    /** A link that changes nothing. */
    Link CLEAN = (datagram, exit) -> exit.send(datagram);

    /**
     * Takes one datagram.
     *
     * @param datagram to be copied by a link that keeps it: it is used again
     */
    void pass(ByteBuffer datagram, Exit exit);
}
