package io.sipcast.net;

import java.io.IOException;

/** {@code net.allowed-targets} forbids to connect there. The message is a sentence for the user. */
public final class TargetRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public TargetRefusedException(String message) {
        super(message);
    }
}
