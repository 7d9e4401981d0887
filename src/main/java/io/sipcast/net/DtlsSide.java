package io.sipcast.net;

import org.jspecify.annotations.Nullable;

/** One side of a handshake, client or server, and what it knows when that is over. */
interface DtlsSide {
    /** How long both sides together may take. */
    int TIMEOUT_MILLIS = 20_000;

    /** The first repetition: a call waits for it, RFC 9147 §5.8.2. */
    int REPEAT_MILLIS = 400;

    /** Null before the end of the handshake. */
    @Nullable DtlsKeys keys();

    /** The peer has closed the association. */
    boolean closed();
}
