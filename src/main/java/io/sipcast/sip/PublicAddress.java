package io.sipcast.sip;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Via;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * Where a server sees us (RFC 3261 §18.2.1, RFC 3581): behind a NAT that is not where we think we
 * are. Known of one server and one address of ours, because another way may lead through another
 * NAT.
 */
final class PublicAddress {
    private record Seen(Target by, Endpoint ours, Endpoint as) {}

    private final boolean learns;
    private @Nullable Seen seen;

    PublicAddress(Nat nat) {
        this.learns = nat.learnsAddress();
    }

    /** What to show this server in place of our own address: the same where there is no NAT. */
    Endpoint of(Endpoint ours, Target server) {
        Seen known = seen;
        return known != null && known.by().equals(server) && known.ours().equals(ours)
                ? known.as()
                : ours;
    }

    /** Reads the Via that came back. */
    void learn(Target server, SipRequest request, SipResponse response) {
        Via via = response.via();
        Endpoint ours = ours(request);
        IpAddress ip = via.received() == null ? null : IpAddress.parse(via.received());
        boolean told = ip != null || via.rport() > 0;
        if (!learns || ours == null || !told) {
            return;
        }
        IpAddress shown = ip == null ? ours.ip() : ip;
        // Over TCP the port is that of the connection: of use only if a NAT has to know it.
        boolean keepsPort = server.transport().reliable() && shown.equals(ours.ip());
        int port = via.rport() > 0 && !keepsPort ? via.rport() : ours.port();
        seen = new Seen(server, ours, new Endpoint(shown, port));
    }

    /** Our own address as we put it into the request. */
    static @Nullable Endpoint ours(SipRequest request) {
        Via via = request.via();
        IpAddress ip = IpAddress.parse(via.host());
        return ip == null || via.port() == SipUri.NO_PORT ? null : new Endpoint(ip, via.port());
    }
}
