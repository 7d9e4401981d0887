package io.sipcast.sip;

import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.PrivateNetworks;
import io.sipcast.sip.route.Target;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A dialog with the way to its peer: where requests go next, and who may challenge them there. */
final class DialogPath {
    private final Environment environment;
    private final Dialog dialog;
    private final List<Target> server;
    private final Target first;
    private @Nullable NextHop resolvedHop;
    private List<Target> resolved = List.of();

    /**
     * Begins with the dialog.
     *
     * @param server the configured server, which alone may challenge
     * @param first where the peer answered from, or called from
     */
    DialogPath(Environment environment, Dialog dialog, List<Target> server, Target first) {
        this.environment = environment;
        this.dialog = dialog;
        this.server = server;
        this.first = first;
    }

    Dialog dialog() {
        return dialog;
    }

    /**
     * Finds where requests of the dialog go. When the name of the next hop leads nowhere they go
     * where the peer was first.
     */
    void locate(Consumer<List<Target>> then) {
        NextHop hop = dialog.nextHop();
        Target literal = hop == null ? first : hop.literal();
        if (literal != null) {
            then.accept(List.of(reachable(literal)));
        } else if (hop == null || hop.equals(resolvedHop)) {
            then.accept(resolved);
        } else {
            environment.resolver().resolve(hop, found -> located(hop, found, then));
        }
    }

    /**
     * An address from behind a NAT leads nowhere for a peer that we met outside of it: requests go
     * where it was first. Else they go where its Contact or Record-Route says (RFC 3261 §12.2.1.1).
     */
    private Target reachable(Target named) {
        boolean translated =
                PrivateNetworks.contains(named.ip()) && !PrivateNetworks.contains(first.ip());
        return translated ? first : named;
    }

    private void located(NextHop hop, List<Target> found, Consumer<List<Target>> then) {
        resolvedHop = hop;
        resolved = found.isEmpty() ? List.of(first) : found;
        then.accept(resolved);
    }

    /**
     * Who can be the one that challenges a request of this dialog. A server that has put itself on
     * the route is a proxy, even if the Contact names it: a callee may write there what it likes.
     */
    Reach reach(Target target) {
        if (!isServer(target)) {
            return Reach.ELSEWHERE;
        }
        NextHop peer = NextHop.of(dialog.remoteTarget());
        Target peerTarget = peer == null ? null : peer.literal();
        boolean direct = !dialog.routed() && peerTarget != null && isServer(peerTarget);
        return direct ? Reach.TO_SERVER : Reach.THROUGH_SERVER;
    }

    private boolean isServer(Target target) {
        return server.stream()
                .anyMatch(s -> s.ip().equals(target.ip()) && s.port() == target.port());
    }
}
