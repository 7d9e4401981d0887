package io.sipcast;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The gateway can't start for a reason that the user can mend; the message tells how. */
public final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * A socket that could not be bound.
     *
     * @param section whose {@code .port} and {@code .address} keys decide: rtmp, http or sip
     */
    public static StartFailedException binding(
            String section, InetSocketAddress address, Throwable cause) {
        return new StartFailedException(sentence(section, address, cause), cause);
    }

    private static String sentence(String section, InetSocketAddress address, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        String host = address.getAddress().getHostAddress();
        int port = address.getPort();
        if (reason.contains("in use")) {
            return ("Port %d (%s.port) at %s is taken by another program."
                            + " Stop that one, or choose another port: --set %s.port=%d or %s=%d")
                    .formatted(port, section, host, section, port + 1, variable(section), port + 1);
        }
        if (reason.contains("assign requested address")) {
            return "%s.address = %s is not an address of this machine.".formatted(section, host);
        }
        if (reason.contains("ermission denied")) {
            return "Port %d (%s.port) may only be opened by root; choose one from 1024 up."
                    .formatted(port, section);
        }
        return "Port %d (%s.port) at %s can't be opened: %s"
                .formatted(port, section, host, cause instanceof IOException ? reason : cause);
    }

    private static String variable(String section) {
        return "SIPCAST_" + section.toUpperCase(Locale.ROOT) + "_PORT";
    }
}
