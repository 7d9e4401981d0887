package io.sipcast.sip;

import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A dialog with the way to its peer: where requests go next, and who may challenge them there. */
final class DialogPath {
    private final Environment environment;
    private final Dialog dialog;
    private final List<Target> server;
    private final Target first;
    private @Nullable Flow flow;
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

    /**
     * The peer began the dialog over this. A peer behind a NAT can't be connected to: what goes to
     * it takes the way that it has opened, while that stands (in the spirit of RFC 5923).
     */
    void begunOver(Flow opened) {
        flow = opened;
    }

    /** The connection to use towards this target, 0 for any that leads there. */
    long connection(Target target) {
        if (flow == null || flow.transport() != target.transport()) {
            return 0;
        }
        boolean samePlace = flow.peer().ip().equals(target.ip());
        return samePlace || dialog.isDirect() ? flow.connection() : 0;
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
            then.accept(List.of(known(literal)));
        } else if (hop == null || hop.equals(resolvedHop)) {
            then.accept(resolved);
        } else {
            environment.resolver().resolve(hop, found -> located(hop, found.targets(), then));
        }
    }

    /** At an address where the peer was found by its name, it is the name that still counts. */
    private Target known(Target literal) {
        String name = first.name();
        return name != null && literal.ip().equals(first.ip()) ? literal.foundBy(name) : literal;
    }

    private void located(NextHop hop, List<Target> found, Consumer<List<Target>> then) {
        resolvedHop = hop;
        resolved = found.isEmpty() ? List.of(first) : firstOf(found);
        then.accept(resolved);
    }

    /** The one that answered before the others, if it is one of them. */
    private List<Target> firstOf(List<Target> found) {
        return found.stream().sorted(Comparator.comparing(t -> !samePlace(t, first))).toList();
    }

    /** Who can be the one that challenges a request of this dialog. */
    Reach reach(Target target) {
        if (!isServer(target)) {
            return Reach.ELSEWHERE;
        }
        NextHop peer = NextHop.of(dialog.remoteTarget());
        Target peerTarget = peer == null ? null : peer.literal();
        return peerTarget != null && isServer(peerTarget) ? Reach.TO_SERVER : Reach.THROUGH_SERVER;
    }

    private boolean isServer(Target target) {
        return isServer(server, target);
    }

    /** Whether the target is one of the configured server's, over whatever transport. */
    static boolean isServer(List<Target> server, Target target) {
        return server.stream().anyMatch(s -> samePlace(s, target));
    }

    private static boolean samePlace(Target one, Target other) {
        return one.ip().equals(other.ip()) && one.port() == other.port();
    }
}
