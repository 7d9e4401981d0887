package io.sipcast.sip.dialog;

import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.NextHop;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One peer-to-peer relation of two user agents, RFC 3261 §12. */
public final class Dialog {
    private static final String MAX_FORWARDS = "70";

    private final String callId;
    private final NameAddr local;
    private final NameAddr remote;
    private List<NameAddr> routes;
    private final Sequence sequence;
    private final boolean caller;
    private Uri remoteTarget;
    private OptionalLong remoteSequence = OptionalLong.empty();

    private Dialog(
            String callId,
            NameAddr local,
            NameAddr remote,
            List<NameAddr> routes,
            Sequence sequence,
            boolean caller,
            Uri remoteTarget) {
        this.callId = callId;
        this.local = local;
        this.remote = remote;
        this.routes = List.copyOf(routes);
        this.sequence = sequence;
        this.caller = caller;
        this.remoteTarget = remoteTarget;
    }

    /**
     * The caller's side, §12.1.2.
     *
     * @param sequence goes on behind the INVITE, in each forked dialog by itself
     */
    public static Dialog ofAnswer(SipRequest invite, SipResponse answer, Sequence sequence) {
        return new Dialog(
                invite.callId(),
                invite.from(),
                answer.to(),
                answer.recordRoutes().reversed(),
                sequence,
                true,
                contact(answer, invite.uri()));
    }

    /**
     * The 2xx of an early dialog: it is a dialog from now on, whose routes are those of the 2xx
     * (§13.2.2.4).
     */
    public void confirm(SipResponse answer) {
        routes = List.copyOf(answer.recordRoutes().reversed());
        refreshTarget(answer);
    }

    /** The callee's side, §12.1.1. */
    public static Dialog ofRequest(SipRequest invite, String localTag) {
        Dialog dialog =
                new Dialog(
                        invite.callId(),
                        invite.to().withTag(localTag),
                        invite.from(),
                        invite.recordRoutes(),
                        new Sequence(),
                        false,
                        contact(invite, invite.from().uri()));
        dialog.remoteSequence = OptionalLong.of(invite.cseq().number());
        return dialog;
    }

    /** A peer that forgets its Contact is sought where it was found. */
    private static Uri contact(SipMessage message, Uri otherwise) {
        List<NameAddr> contacts = message.contacts();
        return contacts.isEmpty() ? otherwise : contacts.getFirst().uri();
    }

    public String callId() {
        return callId;
    }

    /** Whether we called: the Call-ID is ours then. */
    public boolean caller() {
        return caller;
    }

    /** Empty for a peer of RFC 2543. */
    public String localTag() {
        return tagOf(local);
    }

    /** Empty for a peer of RFC 2543. */
    public String remoteTag() {
        return tagOf(remote);
    }

    /** The tag of a From or To, empty when there is none. */
    public static String tagOf(NameAddr address) {
        return Objects.requireNonNullElse(address.tag(), "");
    }

    public Uri remoteTarget() {
        return remoteTarget;
    }

    /** Where its requests go next; null when that can't be reached from here. */
    public @Nullable NextHop nextHop() {
        return NextHop.of(routes, remoteTarget);
    }

    /** Whether no proxy stands between. */
    public boolean isDirect() {
        return routes.isEmpty();
    }

    /** Whether a request of the peer belongs here. */
    public boolean holds(SipRequest request) {
        return request.callId().equals(callId)
                && tagOf(request.to()).equals(localTag())
                && tagOf(request.from()).equals(remoteTag());
    }

    /** The numbers of our requests here. */
    public Sequence sequence() {
        return sequence;
    }

    /**
     * A request inside the dialog, but without Via, §12.2.1.1.
     *
     * @param number the next of the sequence; an ACK has that of its INVITE, §13.2.2.4
     */
    public SipRequest request(Method method, long number) {
        Headers.Builder headers = Headers.builder();
        boolean strict = !routes.isEmpty() && !isLoose(routes.getFirst());
        routes.stream()
                .skip(strict ? 1 : 0)
                .forEach(route -> headers.add(HeaderName.ROUTE, route.print()));
        if (strict) {
            headers.add(HeaderName.ROUTE, NameAddr.of(remoteTarget).print());
        }
        headers.add(HeaderName.MAX_FORWARDS, MAX_FORWARDS)
                .add(HeaderName.FROM, local.print())
                .add(HeaderName.TO, remote.print())
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(number, method).print());
        Uri uri = strict ? routes.getFirst().uri() : remoteTarget;
        return SipRequest.of(method, asRequestUri(uri), headers.build());
    }

    private static boolean isLoose(NameAddr route) {
        SipUri uri = route.sipUri();
        return uri != null && uri.lr();
    }

    private static Uri asRequestUri(Uri uri) {
        return uri instanceof SipUri sip ? sip.asRequestUri() : uri;
    }

    /**
     * Notes the number of a new request of the peer. False when it comes too late, which is a 500,
     * §12.2.2.
     */
    public boolean accept(SipRequest request) {
        long number = request.cseq().number();
        if (remoteSequence.isPresent() && number <= remoteSequence.getAsLong()) {
            return false;
        }
        remoteSequence = OptionalLong.of(number);
        return true;
    }

    /** The Contact of a re-INVITE, an UPDATE or of their 2xx moves the peer, §12.2. */
    public void refreshTarget(SipMessage message) {
        remoteTarget = contact(message, remoteTarget);
    }
}
