package io.sipcast.sip;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.TelUri;
import io.sipcast.sip.transaction.ServerTransaction;

/** Requests that belong to no call of ours and begin none. */
final class OutOfDialog {
    private OutOfDialog() {}

    static void answer(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (request.to().tag() != null) {
            transaction.respond(481);
            return;
        }
        switch (request.method().name()) {
            case "OPTIONS" -> {
                if (!refused(transaction, request)) {
                    Capabilities.describe(transaction);
                }
            }
            case "BYE", "INFO", "UPDATE", "PRACK", "NOTIFY" -> transaction.respond(481);
            default -> Capabilities.refuseMethod(transaction);
        }
    }

    /** Another scheme (RFC 3261 §8.2.2.1) or a needed extension: neither is understood. */
    private static boolean refused(ServerTransaction transaction, SipRequest request) {
        boolean understood = request.uri() instanceof SipUri || request.uri() instanceof TelUri;
        if (!understood) {
            transaction.respond(416);
            return true;
        }
        return Capabilities.refuseExtensions(transaction);
    }
}
