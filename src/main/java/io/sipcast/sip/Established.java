package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/** The dialog of an answered call: requests both ways. */
final class Established implements PeerOffer.Owner {
    private static final int MAX_RETRY_AFTER_SECONDS = 10;

    private final Context context;
    private final DialogOwner call;
    private final DialogPath path;

    /** The last offer of the peer, until it is answered and acknowledged. */
    private @Nullable PeerOffer offer;

    Established(Context context, DialogOwner call, DialogPath path) {
        this.context = context;
        this.call = call;
        this.path = path;
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
                if (request.body().size() == 0) {
                    refresh(transaction, request);
                } else {
                    offered(transaction, request);
                }
            }
            case "INFO" -> {
                transaction.respond(200);
                call.emit(new CallEvent.InfoReceived(request.contentType(), request.body()));
            }
            case "OPTIONS" -> Capabilities.describe(transaction);
            case "NOTIFY" -> transaction.respond(489);
            default -> Capabilities.refuseMethod(transaction);
        }
    }

    /** An UPDATE without an offer only moves the peer or shows that it is there. */
    private void refresh(ServerTransaction transaction, SipRequest request) {
        path.dialog().refreshTarget(request);
        transaction.respond(
                SipResponse.to(request, 200)
                        .with(HeaderName.CONTACT, call.contact(context, transaction.flow()))
                        .with(HeaderName.ALLOW, Capabilities.ALLOW));
    }

    private void offered(ServerTransaction transaction, SipRequest request) {
        if (SdpBody.isForeign(request)) {
            Capabilities.refuseBody(transaction);
        } else if (offer != null && offer.open()) {
            refuseSecond(transaction);
        } else {
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
            path.dialog().refreshTarget(offer.request());
            offer.answer(
                    SipResponse.to(offer.request(), 200)
                            .with(HeaderName.CONTACT, call.contact(context, offer.flow()))
                            .with(HeaderName.ALLOW, Capabilities.ALLOW)
                            .withBody(Capabilities.SDP, sdp));
        }
    }

    void reject(int status) {
        if (offer != null && offer.open()) {
            offer.reject(status);
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
    }

    @Override
    public void settled(PeerOffer settled, SipRequest ack) {
        Bytes sdp = SdpBody.of(ack);
        if (SdpBody.of(settled.request()) == null && sdp != null) {
            call.emit(new CallEvent.AnswerToOffer(sdp));
        }
    }

    @Override
    public void neverAcknowledged(PeerOffer ignored) {
        call.bye(CallEvent.Termination.NO_ACK);
    }

    /** Asks or tells something that the dialog does not depend on (RFC 6086). */
    void info(String contentType, Bytes body) {
        call.send(
                path,
                Method.INFO,
                request -> request.withBody(contentType, body),
                new InfoOutcome());
    }

    private final class InfoOutcome implements DialogRequest.Owner {
        @Override
        public void answered(int status) {
            if (!call.alive()) {
                return;
            }
            call.emit(new CallEvent.InfoAnswered(status));
            if (status == 481) { // the peer has lost the call (RFC 5057 §5.1)
                call.bye(CallEvent.Termination.UNKNOWN_TO_PEER);
            }
        }

        @Override
        public void unanswered() {
            if (call.alive()) {
                call.emit(new CallEvent.InfoAnswered(408));
            }
        }
    }

    void close() {
        if (offer != null) {
            offer.close();
        }
    }
}
