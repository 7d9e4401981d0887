package io.sipcast.rtmp.handshake;

import io.sipcast.bytes.ProtocolException;
import java.nio.ByteBuffer;

/** One end of a handshake, §5.2. Bytes come in any pieces. */
public sealed interface Handshake permits ClientHandshake, ServerHandshake {
    /** What goes out before anything came in; may be empty. */
    byte[] start();

    /**
     * Takes what belongs to the handshake and leaves the rest in the buffer.
     *
     * @return what is to be sent now; may be empty
     * @throws ProtocolException UNSUPPORTED for another version than 3
     */
    byte[] receive(ByteBuffer in);

    /** Whether messages may follow, both ways. */
    boolean done();
}
