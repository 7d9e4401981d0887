package io.sipcast.ice;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What an {@link IceAgent} wants done. */
public interface IceOutput {
    /** Sends from the port of a component; done with the buffer when it returns. */
    void send(int stream, int component, ByteBuffer datagram, TransportAddress to);

    /** Somebody there knows the password: what comes from there is the peer's. */
    void validated(int stream, int component, TransportAddress remote);

    /** Where what we send goes from now on; null when nothing may be sent (any more). */
    void selected(int stream, int component, @Nullable TransportAddress remote);
}
