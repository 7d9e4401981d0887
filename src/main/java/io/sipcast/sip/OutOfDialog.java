package io.sipcast.sip;

import io.sipcast.sip.message.SipRequest;
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
                if (!Capabilities.refuseExtensions(transaction)) {
                    Capabilities.describe(transaction);
                }
            }
            case "BYE", "INFO", "UPDATE", "PRACK", "NOTIFY" -> transaction.respond(481);
            default -> Capabilities.refuseMethod(transaction);
        }
    }
}
