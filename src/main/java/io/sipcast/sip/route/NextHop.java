package io.sipcast.sip.route;

import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The next place a request goes to, before names are resolved (RFC 3263 §4).
 *
 * @param host a name in lower case, or an address, IPv6 without brackets
 * @param port 0 when the URI has none, so that SRV records may tell
 * @param transport null when the URI leaves it open
 */
public record NextHop(String host, int port, @Nullable Transport transport) {
    public NextHop {
        host = host.toLowerCase(Locale.ROOT);
    }

    /**
     * The host of a URI, or its maddr. Null for a URI that leads nowhere from here: another scheme,
     * or a transport that is not spoken, such as sips over UDP.
     */
    public static @Nullable NextHop of(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return null;
        }
        String asked = sip.transport();
        Transport transport = asked == null ? null : Transport.named(asked);
        if (asked != null && (transport == null || (sip.secure() && !transport.reliable()))) {
            return null;
        }
        String maddr = sip.params().value("maddr");
        return new NextHop(
                Objects.requireNonNullElse(maddr, sip.host()),
                sip.portOr(0),
                sip.secure()
                        ? Transport.TLS
                        : transport); // over TCP is what TLS is, RFC 5630 §3.1.3
    }

    /**
     * Where a request goes: the first of its routes, else its Request-URI (RFC 3261 §8.1.2). A
     * strict router's URI is both.
     */
    public static @Nullable NextHop of(List<NameAddr> routes, Uri requestUri) {
        return of(routes.isEmpty() ? requestUri : routes.getFirst().uri());
    }

    /**
     * The target when nothing has to be resolved: UDP, and the transport's own port, unless the URI
     * says more.
     */
    public @Nullable Target literal() {
        IpAddress ip = IpAddress.parse(host);
        return ip == null ? null : at(ip);
    }

    /** What the look-up found, knowing by which name: that is whom a certificate must be for. */
    public List<Target> found(List<Target> targets) {
        return targets.stream().map(target -> target.foundBy(host)).toList();
    }

    /** The target at one address of the host. */
    public Target at(IpAddress ip) {
        Transport chosen = Objects.requireNonNullElse(transport, Transport.UDP);
        return new Target(chosen, ip, port == 0 ? chosen.defaultPort() : port).foundBy(host);
    }
}
