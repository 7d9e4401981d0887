package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/**
 * The dialog of an answered call, whoever called: requests both ways, one offer at a time. It
 * begins with {@link #called} or {@link #accepted}.
 */
final class Established implements PeerOffer.Owner, OwnOffer.Owner {
    private static final int MAX_RETRY_AFTER_SECONDS = 10;

    private final Context context;
    private final DialogOwner call;
    private final DialogPath path;
    private final OwnOffer own;
    private final SessionRefresh session;

    /** The description of ours that is in force; null before the first. */
    private @Nullable Bytes local;

    /** The peer's, as far as an offer of its own brought it. */
    private @Nullable Bytes described;

    /** Whether the INVITE has had its 2xx: sessions last from there on. */
    private boolean begun;

    /** The last offer of the peer, until it is answered and acknowledged. */
    private @Nullable PeerOffer offer;

    Established(Context context, DialogOwner call, DialogPath path) {
        this.context = context;
        this.call = call;
        this.path = path;
        this.own = new OwnOffer(context, call, path, this);
        this.session = new SessionRefresh(context, call, path, this::renew);
    }

    /** We called with this offer, and the peer has answered so. It may have made one since. */
    void called(Bytes offered, SipRequest invite, SipResponse ok) {
        begun = true;
        if (local == null) {
            local = offered;
        }
        session.answered(invite, ok);
    }

    /** The peer has called, and we have answered so, with these {@link SessionTerms#invited}. */
    void accepted(SipRequest invite, SipResponse ok, @Nullable SessionTerms terms) {
        begun = true;
        local = SdpBody.of(ok);
        session.note(invite);
        session.agreed(terms);
    }

    DialogPath path() {
        return path;
    }

    /** A request of the peer that is in order. {@code alive} until our BYE is sent. */
    void receive(ServerTransaction transaction, boolean alive) {
        SipRequest request = transaction.request();
        String method = request.method().name();
        if (method.equals("BYE")) {
            transaction.respond(200);
            call.remoteBye(request.headers().first(HeaderName.REASON));
        } else if (!alive) {
            transaction.respond(481);
        } else if (!Capabilities.refuseExtensions(transaction)) {
            serve(transaction, request, method);
        }
    }

    private void serve(ServerTransaction transaction, SipRequest request, String method) {
        switch (method) {
            case "INVITE" -> offered(transaction, request);
            case "UPDATE" -> {
                if (SdpBody.of(request) == null && !SdpBody.isForeign(request)) {
                    refresh(transaction, request);
                } else {
                    offered(transaction, request);
                }
            }
            case "INFO" -> {
                if (!Capabilities.refusePackage(transaction)) {
                    transaction.respond(200);
                    call.emit(new CallEvent.InfoReceived(request.contentType(), request.body()));
                }
            }
            case "OPTIONS" -> Capabilities.describe(transaction);
            case "NOTIFY" -> transaction.respond(489);
            case "REFER" -> Capabilities.declineReferral(transaction);
            default -> Capabilities.refuseMethod(transaction);
        }
    }

    /** An UPDATE without an offer moves the peer, refreshes the session, or both. */
    private void refresh(ServerTransaction transaction, SipRequest request) {
        if (offer != null && offer.open() && !offer.isInvite()) {
            refuseSecond(transaction); // RFC 3311 §5.2
        } else if (!Capabilities.refuseInterval(transaction)) {
            transaction.respond(agree(request, transaction.flow()));
        }
    }

    /** Our 2xx to a request that refreshes target and session. */
    private SipResponse agree(SipRequest request, Flow flow) {
        path.dialog().refreshTarget(request);
        session.note(request);
        SessionTerms terms = begun ? SessionTerms.asked(request, session.terms()) : null;
        if (begun) {
            session.agreed(terms);
        }
        SipResponse ok =
                SipResponse.to(request, 200)
                        .with(HeaderName.CONTACT, call.contact(context, flow))
                        .with(HeaderName.ALLOW, Capabilities.ALLOW)
                        .with(HeaderName.SUPPORTED, Capabilities.SUPPORTED);
        return terms == null ? ok : terms.grant(ok, request);
    }

    private void offered(ServerTransaction transaction, SipRequest request) {
        if (SdpBody.isForeign(request)) {
            Capabilities.refuseBody(transaction);
        } else if (own.open() || (offer != null && offer.awaitsAnswer())) {
            transaction.respond(491); // an offer of ours is open (RFC 3261 §14.2, RFC 3311 §5.2)
        } else if (offer != null && offer.open()) {
            refuseSecond(transaction);
        } else if (!Capabilities.refuseInterval(transaction)) {
            open(transaction, request);
        }
    }

    private void open(ServerTransaction transaction, SipRequest request) {
        if (offer != null) {
            offer.close();
        }
        offer =
                new PeerOffer(
                        transaction,
                        context.settings().timing(),
                        context.environment().timers(),
                        this);
        call.emit(new CallEvent.Offered(SdpBody.of(request)));
    }

    /** One offer at a time: 500 with a pause (RFC 3261 §14.2, RFC 3311 §5.2). */
    private void refuseSecond(ServerTransaction transaction) {
        int seconds = context.random().nextInt(MAX_RETRY_AFTER_SECONDS + 1);
        transaction.respond(
                SipResponse.to(transaction.request(), 500)
                        .with(HeaderName.RETRY_AFTER, Integer.toString(seconds)));
    }

    /** Accepts the open offer, or makes the one that was asked for. */
    void answer(Bytes sdp) {
        if (offer != null && offer.open()) {
            local = sdp;
            described = SdpBody.of(offer.request());
            offer.answer(agree(offer.request(), offer.flow()).withBody(Capabilities.SDP, sdp));
            own.proceed();
        }
    }

    /** What the peer has offered last, if that was accepted: its description now. */
    @Nullable Bytes described() {
        return described;
    }

    void reject(int status) {
        if (offer != null && offer.open()) {
            offer.reject(status);
            own.proceed();
        }
    }

    void onAck(SipRequest ack) {
        if (offer != null && path.dialog().holds(ack)) {
            offer.onAck(ack);
        }
    }

    @Override
    public void withdrawn(PeerOffer withdrawn) {
        call.emit(new CallEvent.OfferWithdrawn());
        own.proceed();
    }

    @Override
    public void settled(PeerOffer settled, SipRequest ack) {
        Bytes sdp = SdpBody.of(ack);
        if (SdpBody.of(settled.request()) == null && sdp != null) {
            call.emit(new CallEvent.AnswerToOffer(sdp));
        }
        own.proceed();
    }

    @Override
    public void neverAcknowledged(PeerOffer ignored) {
        call.bye(CallEvent.Termination.NO_ACK);
    }

    // Offers of our own.

    /** Offers a new description by re-INVITE, as soon as the way is clear. */
    void reInvite(Bytes sdp) {
        own.offer(sdp);
    }

    private void renew() {
        if (local == null) {
            session.refused(); // the call had no description of ours: there is nothing to send
        } else {
            own.renew(local);
        }
    }

    @Override
    public boolean clear() {
        return offer == null || !(offer.open() || offer.unacknowledged());
    }

    @Override
    public SipRequest timed(SipRequest request) {
        return session.timed(request);
    }

    @Override
    public void accepted(Bytes sdp, boolean renewed, SipRequest request, SipResponse ok) {
        Bytes answer = SdpBody.of(ok);
        session.answered(request, ok);
        if (answer != null) {
            local = sdp;
            call.emit(new CallEvent.AnswerToOffer(answer));
        } else if (!renewed) {
            call.emit(new CallEvent.OfferRefused(ok.status()));
        }
    }

    @Override
    public void refused(boolean renewed, int status) {
        session.refused();
        if (!renewed) {
            call.emit(new CallEvent.OfferRefused(status));
        }
    }

    @Override
    public void lost(CallEvent.Termination how) {
        call.bye(how);
    }

    /** Asks or tells something that the dialog does not depend on (RFC 6086). */
    void info(String contentType, Bytes body) {
        call.send(
                path,
                Method.INFO,
                request -> request.withBody(contentType, body),
                new InfoOutcome(contentType));
    }

    private final class InfoOutcome implements DialogRequest.Owner {
        private final String contentType;

        InfoOutcome(String contentType) {
            this.contentType = contentType;
        }

        @Override
        public void answered(int status) {
            if (!call.alive()) {
                return;
            }
            call.emit(new CallEvent.InfoAnswered(contentType, status));
            if (status == 481) { // the peer has lost the call (RFC 5057 §5.1)
                call.bye(CallEvent.Termination.UNKNOWN_TO_PEER);
            }
        }

        @Override
        public void unanswered() {
            if (call.alive()) {
                call.emit(new CallEvent.InfoAnswered(contentType, 408));
            }
        }
    }

    void close() {
        own.close();
        session.close();
        if (offer != null) {
            offer.close();
        }
    }
}
