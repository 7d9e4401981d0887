package io.sipcast.bench.peers;

import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import java.net.InetSocketAddress;

/** The BYE of a callee, RFC 3261 §15.1.1. */
final class Farewell {
    private Farewell() {}

    static SipRequest of(SipRequest invite, String localTag, InetSocketAddress local) {
        Dialog dialog = Dialog.ofRequest(invite, localTag);
        SipRequest bye = dialog.request(Method.BYE, dialog.sequence().next());
        String branch = "z9hG4bK" + Integer.toHexString(invite.callId().hashCode());
        String via =
                "SIP/2.0/UDP %s:%d;branch=%s;rport"
                        .formatted(local.getAddress().getHostAddress(), local.getPort(), branch);
        return bye.withHeaders(bye.headers().plusFirst(HeaderName.VIA, via));
    }
}
