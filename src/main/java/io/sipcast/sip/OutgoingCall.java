package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Header;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.Target;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an INVITE is made of.
 *
 * @param targets where it is sent, one after the other until one answers: the resolved outbound
 *     proxy or domain. Empty: the callee's URI is resolved
 * @param offer SDP
 * @param headers more header fields, behind ours
 * @param allowed to whom a redirection may lead
 */
public record OutgoingCall(
        CallHandle call,
        Account account,
        Uri callee,
        List<Target> targets,
        Bytes offer,
        List<Header> headers,
        Predicate<SipUri> allowed) {
    public OutgoingCall {
        targets = List.copyOf(targets);
        headers = List.copyOf(headers);
    }

    /** A redirection may lead to anybody. */
    public OutgoingCall(
            CallHandle call,
            Account account,
            Uri callee,
            List<Target> targets,
            Bytes offer,
            List<Header> headers) {
        this(call, account, callee, targets, offer, headers, _ -> true);
    }
}
