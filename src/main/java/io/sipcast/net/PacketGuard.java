package io.sipcast.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encryption, between a socket and its latch: what it does not let through changes nothing. On the
 * socket's loop.
 */
interface PacketGuard {
    /** Whether there are keys yet. Packets before that wait for a moment. */
    boolean ready();

    /** Whether other keys are about to come: what these do not open waits for them. */
    boolean expectsKeys();

    /** What was in a packet, valid until the next call; null when it is of no effect. */
    @Nullable ByteBuffer open(ByteBuffer datagram, long nowNanos);

    /** What to send for a packet, valid until the next call; null when nothing may be sent. */
    @Nullable ByteBuffer seal(ByteBuffer packet);

    /**
     * A DTLS record has come.
     *
     * @param vouched whether it came from where the SDP says, or by a way that ICE has found
     */
    void handshake(ByteBuffer datagram, InetSocketAddress from, boolean vouched);
}
