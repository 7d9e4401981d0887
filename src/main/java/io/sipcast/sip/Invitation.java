package io.sipcast.sip;

import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.time.Duration;
import java.util.List;

/** What stays the same in all INVITEs of a call. */
record Invitation(
        OutgoingCall order,
        String callId,
        NameAddr from,
        NameAddr to,
        String userAgent,
        Duration sessionExpires,
        boolean reliableProvisional) {
    private static final String MAX_FORWARDS = "70";

    static Invitation of(OutgoingCall order, Context context) {
        return new Invitation(
                order,
                context.transactions().token(),
                order.account().address().withTag(context.transactions().token()),
                NameAddr.of(asRequestUri(order.callee())),
                context.settings().name(),
                context.settings().sessionExpires(),
                context.settings().reliableProvisional());
    }

    private static Uri asRequestUri(Uri uri) {
        return uri instanceof SipUri sip ? sip.asRequestUri() : uri;
    }

    String localTag() {
        return Dialog.tagOf(from);
    }

    /** The configured server's targets if the URI is of our own domain, which it serves. */
    List<Target> home(SipUri uri) {
        Account account = order.account();
        boolean ours =
                uri.host().equalsIgnoreCase(account.domain())
                        && uri.portOr(0) == account.domainPort();
        boolean overTls = order.targets().stream().allMatch(t -> t.transport() == Transport.TLS);
        return ours && (overTls || !uri.secure()) ? order.targets() : List.of();
    }

    /** {@code secure} when it has been sent on to a sips URI. */
    SipRequest request(Target target, Endpoint local, long number, boolean secure) {
        Headers.Builder headers =
                identity(number)
                        .add(HeaderName.CONTACT, contact(local, target, secure).print())
                        .add(HeaderName.USER_AGENT, userAgent)
                        .add(HeaderName.ALLOW, Capabilities.ALLOW)
                        .add(HeaderName.SUPPORTED, supported());
        if (!sessionExpires.isZero()) {
            headers.add(HeaderName.SESSION_EXPIRES, Long.toString(sessionExpires.toSeconds()))
                    .add(HeaderName.MIN_SE, Long.toString(SessionTerms.MIN_SE));
        }
        order.headers().forEach(header -> headers.add(header.name(), header.value()));
        return SipRequest.of(Method.INVITE, to.uri(), headers.build())
                .withBody(Capabilities.SDP, order.offer());
    }

    /** Where the callee reaches us. */
    NameAddr contact(Endpoint local, Target target, boolean secure) {
        boolean asked = to.sipUri() != null && to.sipUri().secure();
        return Context.contact(order.account().user(), local, target, asked || secure);
    }

    private String supported() {
        return reliableProvisional
                ? Capabilities.SUPPORTED + ", " + ReliableProvisionals.OPTION
                : Capabilities.SUPPORTED;
    }

    /** Only what tells it from other requests: enough to acknowledge it. */
    SipRequest bare(long number) {
        return SipRequest.of(Method.INVITE, to.uri(), identity(number).build());
    }

    private Headers.Builder identity(long number) {
        return Headers.builder()
                .add(HeaderName.MAX_FORWARDS, MAX_FORWARDS)
                .add(HeaderName.FROM, from.print())
                .add(HeaderName.TO, to.print())
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(number, Method.INVITE).print());
    }
}
