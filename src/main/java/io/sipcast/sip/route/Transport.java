package io.sipcast.sip.route;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a message travels. */
public enum Transport {
    UDP,
    TCP,
    /** TLS over TCP, RFC 3261 §26.2. */
    TLS;

    /** True when the transport repeats what was lost, so that no transaction has to. */
    public boolean reliable() {
        return this != UDP;
    }

    /** Where it is spoken unless a port is named, RFC 3261 §19.1.2. */
    public int defaultPort() {
        return this == TLS ? 5061 : 5060;
    }

    /** As in a {@code transport} parameter. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The transport of that name in any case; null for one that is not spoken here. */
    public static @Nullable Transport named(String token) {
        for (Transport transport : values()) {
            if (transport.name().equalsIgnoreCase(token)) {
                return transport;
            }
        }
        return null;
    }
}
