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

    /** What stands before a domain in the name of its SRV records, RFC 3263 §4.1. */
    public String srvPrefix() {
        return switch (this) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    /** The service that a NAPTR record offers it as, RFC 3263 §4.1. */
    public String naptrService() {
        return switch (this) {
            case UDP -> "SIP+D2U";
            case TCP -> "SIP+D2T";
            case TLS -> "SIPS+D2T";
        };
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
