package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ServerTransaction;
import java.util.List;

/** What we understand, and the answers to what we don't (RFC 3261 §8.2, §11.2). */
final class Capabilities {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";
    static final String SDP = "application/sdp";

    private Capabilities() {}

    /**
     * Refuses a request that insists on an extension: we have none (§8.2.2.3).
     *
     * @return whether it was refused
     */
    static boolean refuseExtensions(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        List<String> required = request.require();
        if (required.isEmpty()) {
            return false;
        }
        transaction.respond(
                SipResponse.to(request, 420)
                        .with(HeaderName.UNSUPPORTED, String.join(", ", required)));
        return true;
    }

    /** OPTIONS: as an INVITE would be answered, were it the time for one (§11.2). */
    static void describe(ServerTransaction transaction) {
        SipResponse ok = SipResponse.to(transaction.request(), 200);
        Headers headers =
                ok.headers()
                        .plus(HeaderName.ALLOW, ALLOW)
                        .plus(HeaderName.ACCEPT, SDP)
                        .plus(HeaderName.SUPPORTED, "");
        transaction.respond(ok.withHeaders(headers));
    }

    /** A method that we know but do not serve, or one that we never heard of. */
    static void refuseMethod(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        switch (request.method().name()) {
            case "REGISTER", "SUBSCRIBE", "PUBLISH", "MESSAGE", "REFER", "PRACK" ->
                    transaction.respond(SipResponse.to(request, 405).with(HeaderName.ALLOW, ALLOW));
            default ->
                    transaction.respond(SipResponse.to(request, 501).with(HeaderName.ALLOW, ALLOW));
        }
    }

    /** A body that is not the SDP we expect (§8.2.3). */
    static void refuseBody(ServerTransaction transaction) {
        transaction.respond(
                SipResponse.to(transaction.request(), 415).with(HeaderName.ACCEPT, SDP));
    }
}
