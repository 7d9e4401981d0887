package io.sipcast.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No pair of ports is to be had for the media of a call; the message says of which range, and why.
 */
public final class NoRtpPortException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The range is too small for this many calls. */
    public NoRtpPortException(String message) {
        super(message);
    }

    NoRtpPortException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
