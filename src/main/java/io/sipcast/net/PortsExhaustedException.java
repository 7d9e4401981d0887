package io.sipcast.net;

import java.io.IOException;

/** No RTP port pair is left: the range is too small for this many calls. */
public final class PortsExhaustedException extends IOException {
    private static final long serialVersionUID = 1L;

    public PortsExhaustedException(String message) {
        super(message);
    }
}
