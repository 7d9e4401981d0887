package io.sipcast.sip.transaction;

import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.Via;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a repeated request has in common with the first (RFC 3261 §17.2.3).
 *
 * @param branch the branch; for a peer of RFC 2543 everything that tells its requests apart
 * @param sentBy host and port of the topmost Via, in lower case
 */
record ServerKey(String branch, String sentBy, Method method) {
    private static final Method INVITE = Method.INVITE;

    /** An ACK belongs to its INVITE. */
    static ServerKey of(SipRequest request) {
        boolean ack = request.method().equals(Method.ACK);
        return of(request, ack ? INVITE : request.method());
    }

    /** The INVITE that a CANCEL wants to end. */
    static ServerKey ofCancelled(SipRequest cancel) {
        return of(cancel, INVITE);
    }

    private static ServerKey of(SipRequest request, Method method) {
        Via via = request.via();
        String branch = via.branch();
        String sentBy = via.host().toLowerCase(Locale.ROOT) + ":" + via.portOr(0);
        return isUnique(branch)
                ? new ServerKey(Objects.requireNonNull(branch), sentBy, method)
                : new ServerKey(withoutCookie(request, branch), sentBy, method);
    }

    /**
     * The cookie alone tells nothing apart: that peer is treated as an old one, RFC 4475 §3.2.1.
     */
    private static boolean isUnique(@Nullable String branch) {
        return branch != null
                && branch.startsWith(Via.MAGIC_COOKIE)
                && branch.length() > Via.MAGIC_COOKIE.length();
    }

    /** Without the tag of To, which an ACK has and its INVITE may not have. */
    private static String withoutCookie(SipRequest request, @Nullable String branch) {
        return String.join(
                " ",
                request.callId(),
                Long.toString(request.cseq().number()),
                Dialog.tagOf(request.from()),
                request.uri().print(),
                Objects.requireNonNullElse(branch, ""));
    }
}
