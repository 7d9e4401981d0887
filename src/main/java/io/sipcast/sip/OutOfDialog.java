package io.sipcast.sip;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.TelUri;
import io.sipcast.sip.transaction.ServerTransaction;

/** Requests that belong to no call of ours. */
final class OutOfDialog {
    private OutOfDialog() {}

    static void answer(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (request.to().tag() != null) {
            transaction.respond(481);
            return;
        }
        switch (request.method().name()) {
            case "INVITE" -> answerInvite(transaction, request);
            case "OPTIONS" -> {
                if (!Capabilities.refuseExtensions(transaction)) {
                    Capabilities.describe(transaction);
                }
            }
            case "BYE", "INFO", "UPDATE", "PRACK", "NOTIFY" -> transaction.respond(481);
            default -> Capabilities.refuseMethod(transaction);
        }
    }

    /** Nobody can be called here. */
    private static void answerInvite(ServerTransaction transaction, SipRequest request) {
        boolean understood = request.uri() instanceof SipUri || request.uri() instanceof TelUri;
        if (!understood) {
            transaction.respond(416);
        } else if (!Capabilities.refuseExtensions(transaction)
                && !Capabilities.refuseReplacement(transaction)) {
            transaction.respond(404);
        }
    }
}
