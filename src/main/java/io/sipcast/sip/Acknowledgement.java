package io.sipcast.sip;

import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.Packet;
import org.jspecify.annotations.Nullable;

/** The ACK of one 2xx: it goes by the dialog's way, again each time the 2xx comes again. */
final class Acknowledgement {
    private final Environment environment;
    private final DialogPath path;
    private boolean begun;
    private @Nullable Packet ack;

    Acknowledgement(Environment environment, DialogPath path) {
        this.environment = environment;
        this.path = path;
    }

    /** Whether the 2xx has come. */
    boolean begun() {
        return begun;
    }

    /** Acknowledges the 2xx, for the first time or because it came again (RFC 3261 §13.2.2.4). */
    void send(SipRequest invite) {
        if (ack != null) {
            environment.transactions().repeat(ack);
        } else if (!begun) {
            begun = true;
            path.locate(targets -> send(invite, targets.getFirst()));
        }
    }

    private void send(SipRequest invite, Target target) {
        Endpoint local = environment.local().towards(target);
        if (local == null) {
            begun = false; // the 2xx comes again: so does the chance
            return;
        }
        SipRequest request = ackOf(invite, path.reach(target));
        ack = environment.transactions().acknowledge(request, target, local);
    }

    /** With the credentials of its INVITE (§22.1), but only for those who may see them. */
    private SipRequest ackOf(SipRequest invite, Reach reach) {
        SipRequest bare = path.dialog().request(Method.ACK, invite.cseq().number());
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
