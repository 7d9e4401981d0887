package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Header;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.Target;
import java.util.List;

/**
 * What an INVITE is made of.
 *
 * @param targets where it is sent, one after the other until one answers: the resolved outbound
 *     proxy or domain. Empty: the callee's URI is resolved
 * @param offer SDP
 * @param headers more header fields, behind ours
 */
public record OutgoingCall(
        CallHandle call,
        Account account,
        Uri callee,
        List<Target> targets,
        Bytes offer,
        List<Header> headers) {
    public OutgoingCall {
        targets = List.copyOf(targets);
        headers = List.copyOf(headers);
    }
}
