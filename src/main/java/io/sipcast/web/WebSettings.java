package io.sipcast.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP server is told by the configuration.
 *
 * @param address to listen on; a loopback address makes a server without key and clients open to
 *     the programs of this machine
 * @param port to listen on, 0 for any free one
 * @param apiKey null when there is none
 * @param allowedClients addresses and ranges that need no key
 * @param allowedHosts names by which the server may be asked for, beside loopback's and its address
 * @param allowedOrigins origins whose pages may call the interfaces, beside its own; {@code *} for
 *     all
 * @param rtmpPort where the embedded RTMP server listens: the pages suggest it
 */
public record WebSettings(
        String address,
        int port,
        @Nullable String apiKey,
        List<String> allowedClients,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        int rtmpPort) {
    public WebSettings {
        allowedClients = List.copyOf(allowedClients);
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    @Override
    public String toString() {
        return "HTTP on " + address + ":" + port;
    }
}
