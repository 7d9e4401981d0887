package io.sipcast.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decides in the place of a latch whose packets a socket takes and where ours go: ICE. On the loop
 * of the socket.
 */
public interface PathFinder {
    /** A STUN message came; to be done with when this returns. */
    void stun(ByteBuffer datagram, InetSocketAddress from, long nowNanos);

    /** Whether it was agreed on that it decides. */
    boolean decides();

    /** Whether somebody there has shown to be the peer. */
    boolean accepts(InetSocketAddress from);

    /** Where to send; null while that is not known. */
    @Nullable InetSocketAddress target();
}
