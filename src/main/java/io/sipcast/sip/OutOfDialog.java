package io.sipcast.sip;

import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.TelUri;
import io.sipcast.sip.transaction.ServerTransaction;
import java.time.Duration;

/** Requests that belong to no call of ours and begin none. */
final class OutOfDialog {
    private OutOfDialog() {}

    /** {@code pause} is for how long no new call is taken. */
    static void answer(ServerTransaction transaction, Duration pause) {
        SipRequest request = transaction.request();
        if (request.to().tag() != null) {
            transaction.respond(481);
            return;
        }
        switch (request.method().name()) {
            case "OPTIONS" -> {
                if (!refused(transaction, request)) {
                    describe(transaction, pause);
                }
            }
            case "BYE", "INFO", "UPDATE", "PRACK", "NOTIFY" -> transaction.respond(481);
            default -> Capabilities.refuseMethod(transaction);
        }
    }

    /** As an INVITE would be answered (§11.2): who deals out calls sees where there is room. */
    private static void describe(ServerTransaction transaction, Duration pause) {
        if (pause.isZero()) {
            Capabilities.describe(transaction);
        } else {
            transaction.respond(Capabilities.unavailable(transaction.request(), pause));
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
