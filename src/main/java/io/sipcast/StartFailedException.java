package io.sipcast;

import org.jspecify.annotations.Nullable;

/** The gateway can't start for a reason that the user can mend: a taken port, a wrong address. */
public final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Ends the start.
     *
     * @param message all that the user needs: the port, its key, what is wrong
     */
    public StartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
