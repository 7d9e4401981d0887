package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ServerTransaction;
import java.time.Duration;
import java.util.List;

/** What we understand, and the answers to what we don't (RFC 3261 §8.2, §11.2). */
final class Capabilities {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";
    static final String SUPPORTED = SessionTerms.TIMER;
    static final String SDP = "application/sdp";

    private static final String IDENTITY = "identity";

    private Capabilities() {}

    /**
     * Refuses a request that insists on an extension that we don't have (§8.2.2.3), "replaces" for
     * one.
     *
     * @return whether it was refused
     */
    static boolean refuseExtensions(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        List<String> unknown =
                request.require().stream().filter(tag -> !SUPPORTED.equalsIgnoreCase(tag)).toList();
        if (unknown.isEmpty()) {
            return false;
        }
        transaction.respond(
                SipResponse.to(request, 420)
                        .with(HeaderName.UNSUPPORTED, String.join(", ", unknown)));
        return true;
    }

    /** 503: we take nothing new before that time is over (§21.5.4). */
    static SipResponse unavailable(SipRequest request, Duration retryAfter) {
        long seconds = Math.ceilDiv(retryAfter.toMillis(), 1000);
        return SipResponse.to(request, 503)
                .with(HeaderName.RETRY_AFTER, Long.toString(Math.max(1, seconds)));
    }

    /** OPTIONS: as an INVITE would be answered, were it the time for one (§11.2). */
    static void describe(ServerTransaction transaction) {
        SipResponse ok = SipResponse.to(transaction.request(), 200);
        Headers headers =
                ok.headers()
                        .plus(HeaderName.ALLOW, ALLOW)
                        .plus(HeaderName.ACCEPT, SDP)
                        .plus(HeaderName.ACCEPT_ENCODING, IDENTITY)
                        .plus(HeaderName.SUPPORTED, SUPPORTED);
        transaction.respond(ok.withHeaders(headers));
    }

    /** A method that we know but do not serve, or one that we never heard of. */
    static void refuseMethod(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        switch (request.method().name()) {
            case "SUBSCRIBE" -> transaction.respond(489); // no event is known here (RFC 6665)
            case "REGISTER", "PUBLISH", "MESSAGE", "REFER", "PRACK" ->
                    transaction.respond(SipResponse.to(request, 405).with(HeaderName.ALLOW, ALLOW));
            default ->
                    transaction.respond(SipResponse.to(request, 501).with(HeaderName.ALLOW, ALLOW));
        }
    }

    /** A body, or an encoding of one, that is not the SDP we expect (§8.2.3). */
    static void refuseBody(ServerTransaction transaction) {
        transaction.respond(
                SipResponse.to(transaction.request(), 415)
                        .with(HeaderName.ACCEPT, SDP)
                        .with(HeaderName.ACCEPT_ENCODING, IDENTITY));
    }

    /**
     * Refuses an INFO of a package: we take part in none, and say so (RFC 6086 §4.2.2). One without
     * a package is of the old kind.
     *
     * @return whether it was refused
     */
    static boolean refusePackage(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (!request.headers().has(HeaderName.INFO_PACKAGE)) {
            return false;
        }
        transaction.respond(SipResponse.to(request, 469).with(HeaderName.RECV_INFO, ""));
        return true;
    }

    /**
     * A REFER within a call. It is understood, and we don't go where we are sent: 603 tells the
     * peer to go on with the call as it is (RFC 3515 §2.4.2). Without a call there is nobody to be
     * transferred: 405.
     */
    static void declineReferral(ServerTransaction transaction) {
        boolean wellFormed =
                transaction.request().headers().values(HeaderName.REFER_TO).size() == 1;
        transaction.respond(wellFormed ? 603 : 400);
    }

    /**
     * Refuses an INVITE that is to take the place of a dialog: none of ours can be replaced, so
     * there is none that matches (RFC 3891 §3).
     *
     * @return whether it was refused
     */
    static boolean refuseReplacement(ServerTransaction transaction) {
        int dialogs = transaction.request().headers().all(HeaderName.REPLACES).size();
        if (dialogs > 0) {
            transaction.respond(dialogs == 1 ? 481 : 400);
        }
        return dialogs > 0;
    }

    /**
     * Refuses a session interval that is too short (RFC 4028 §9).
     *
     * @return whether it was refused
     */
    static boolean refuseInterval(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (!SessionTerms.isTooShort(request)) {
            return false;
        }
        transaction.respond(
                SipResponse.to(request, 422)
                        .with(HeaderName.MIN_SE, Long.toString(SessionTerms.MIN_SE)));
        return true;
    }
}
