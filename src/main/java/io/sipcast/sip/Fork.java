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
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One branch of our INVITE that has answered: a dialog with the way to it. A call has one, unless a
 * proxy forked it.
 */
final class Fork {
    private final Environment environment;
    private final DialogPath path;
    private final ReliableProvisionals reliable = new ReliableProvisionals();
    private @Nullable Bytes earlySdp;
    private boolean agreed;
    private boolean acknowledged;
    private @Nullable Packet ack;

    /** Begins with the first answer of the branch. */
    Fork(Environment environment, DialogPath path) {
        this.environment = environment;
        this.path = path;
    }

    Dialog dialog() {
        return path.dialog();
    }

    DialogPath path() {
        return path;
    }

    @Nullable Bytes earlySdp() {
        return earlySdp;
    }

    ReliableProvisionals reliable() {
        return reliable;
    }

    /** Notes the description of a provisional answer; {@link EarlyDialogs} says which counts. */
    void early(Bytes sdp, boolean reliably) {
        if (earlySdp == null || (reliably && !agreed)) {
            earlySdp = sdp;
        }
        agreed |= reliably;
    }

    /** Whether our offer has its answer, so that the peer may make an offer (RFC 3311 §5.1). */
    boolean agreed() {
        return agreed;
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
            path.locate(targets -> sendAck(invite, targets.getFirst()));
        }
    }

    private void sendAck(SipRequest invite, Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            acknowledged = false; // the 2xx comes again: so does the chance
            return;
        }
        SipRequest request = ackOf(invite, path.reach(target));
        ack = environment.transactions().acknowledge(request, target, local);
    }

    /** With the credentials of its INVITE (§22.1), but only for those who may see them. */
    private SipRequest ackOf(SipRequest invite, Reach reach) {
        SipRequest bare = dialog().request(Method.ACK, invite.cseq().number());
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
}
