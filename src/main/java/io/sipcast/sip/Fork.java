package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One branch of our INVITE that has answered: a dialog with the way to it. A call has one, unless a
 * proxy forked it.
 */
final class Fork {
    private final Environment environment;
    private final Dialog dialog;
    private final List<Target> server;
    private final Target invited;
    private @Nullable Bytes earlySdp;
    private @Nullable NextHop resolvedHop;
    private List<Target> resolved = List.of();
    private boolean acknowledged;
    private @Nullable Packet ack;

    /**
     * Begins with the first answer of the branch.
     *
     * @param server the configured server, which alone may challenge
     * @param invited where the INVITE went
     */
    Fork(Environment environment, Dialog dialog, List<Target> server, Target invited) {
        this.environment = environment;
        this.dialog = dialog;
        this.server = server;
        this.invited = invited;
    }

    Dialog dialog() {
        return dialog;
    }

    @Nullable Bytes earlySdp() {
        return earlySdp;
    }

    /** A later early answer replaces the one before. */
    void early(@Nullable Bytes sdp) {
        if (sdp != null) {
            earlySdp = sdp;
        }
    }

    /**
     * Finds where requests of the dialog go. When the name of the next hop leads nowhere they go
     * where the INVITE went: it answered from there.
     */
    void locate(Consumer<List<Target>> then) {
        NextHop hop = dialog.nextHop();
        Target literal = hop == null ? invited : hop.literal();
        if (literal != null) {
            then.accept(List.of(literal));
        } else if (hop == null || hop.equals(resolvedHop)) {
            then.accept(resolved);
        } else {
            environment.resolver().resolve(hop, found -> located(hop, found, then));
        }
    }

    private void located(NextHop hop, List<Target> found, Consumer<List<Target>> then) {
        resolvedHop = hop;
        resolved = found.isEmpty() ? List.of(invited) : found;
        then.accept(resolved);
    }

    /** Whether a 2xx has come from here. */
    boolean answered() {
        return acknowledged;
    }

    /** Acknowledges a 2xx, for the first time or because it came again (RFC 3261 §13.2.2.4). */
    void acknowledge(SipRequest invite) {
        if (ack != null) {
            environment.transactions().repeat(ack);
        } else if (!acknowledged) {
            acknowledged = true;
            locate(targets -> sendAck(invite, targets.getFirst()));
        }
    }

    private void sendAck(SipRequest invite, Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            acknowledged = false; // the 2xx comes again: so does the chance
            return;
        }
        SipRequest request = ackOf(invite, reach(target));
        ack = environment.transactions().acknowledge(request, target, local);
    }

    /** With the credentials of its INVITE (§22.1), but only for those who may see them. */
    private SipRequest ackOf(SipRequest invite, Reach reach) {
        SipRequest bare = dialog.request(Method.ACK, invite.cseq().number());
        Headers.Builder headers = Headers.builder();
        bare.headers().forEach(header -> headers.add(header.name(), header.value()));
        headers.copy(HeaderName.USER_AGENT, invite.headers());
        if (reach == Reach.TO_SERVER) {
            headers.copy(HeaderName.AUTHORIZATION, invite.headers());
        }
        if (reach != Reach.ELSEWHERE) {
            headers.copy(HeaderName.PROXY_AUTHORIZATION, invite.headers());
        }
        return bare.withHeaders(headers.build());
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
        return server.stream()
                .anyMatch(s -> s.ip().equals(target.ip()) && s.port() == target.port());
    }
}
