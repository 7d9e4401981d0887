package io.sipcast;

import org.jspecify.annotations.Nullable;

/** The gateway can't start for a reason that the user can mend: a taken port, a folder. */
public final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Ends the start.
     *
     * @param message all that the user needs: what is wrong, with which setting, and what to do
     */
    public StartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
