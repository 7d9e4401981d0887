package io.sipcast.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening port can't be had. The message names the port and its configuration key. */
public final class BindFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Words it for whoever starts the gateway.
     *
     * @param key the configuration key, such as {@code sip.port}
     * @param protocol {@code UDP} or {@code TCP}
     */
    public BindFailedException(
            String key, String protocol, InetSocketAddress address, @Nullable Throwable cause) {
        super(
                "%s: cannot listen on %s port %d of %s: %s"
                        .formatted(
                                key,
                                protocol,
                                address.getPort(),
                                address.getAddress().getHostAddress(),
                                reason(cause)),
                cause);
    }

    private static String reason(@Nullable Throwable cause) {
        String said = cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
        return said.contains("in use") ? "another program uses it" : said;
    }
}
