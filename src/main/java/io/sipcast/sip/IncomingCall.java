package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Lexer;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.request.Authority;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TransactionFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call in, RFC 3261 §13.3: from its INVITE, through the dialog that our 2xx begins, until
 * nothing of it is left. Nobody may challenge what we send in it: we have no account with a caller.
 */
final class IncomingCall implements CallSide, DialogOwner, PeerOffer.Owner, ServerTransaction.User {
    /** Whom it concerns. */
    interface Owner {
        /** Its INVITE is acknowledged or failed: told once. */
        void settled(IncomingCall call);

        /** Nothing is left of it. */
        void retire(IncomingCall call);
    }

    private enum Phase {
        /** Not answered: the caller does not know our tag yet. */
        OFFERED,
        ESTABLISHED,
        /** Our BYE is under way, or waits for the ACK. */
        ENDING,
        /** The user has heard the last of it; transactions may still be about. */
        OVER
    }

    private static final int WARN_INCOMPATIBLE = 305; // RFC 3261 §20.43

    private final Context context;
    private final CallHandle handle;
    private final ServerTransaction transaction;
    private final String calledUser;
    private final Owner owner;
    private final Established dialog;
    private final PeerOffer invitation;

    private Phase phase = Phase.OFFERED;
    private CallEvent.@Nullable Termination farewell;
    private @Nullable Reason said;
    private boolean settled;
    private int live = 1; // the INVITE

    IncomingCall(
            Context context,
            CallHandle handle,
            ServerTransaction transaction,
            String calledUser,
            Owner owner) {
        this.context = context;
        this.handle = handle;
        this.transaction = transaction;
        this.calledUser = calledUser;
        this.owner = owner;
        Dialog begun = Dialog.ofRequest(transaction.request(), transaction.tag());
        Target caller = transaction.flow().peer();
        DialogPath path = new DialogPath(context.environment(), begun, List.of(), caller);
        path.begunOver(transaction.flow());
        this.dialog = new Established(context, this, path);
        this.invitation =
                new PeerOffer(
                        transaction,
                        context.settings().timing(),
                        context.environment().timers(),
                        this);
        transaction.follow(this);
    }

    @Override
    public CallHandle handle() {
        return handle;
    }

    @Override
    public String callId() {
        return transaction.request().callId();
    }

    @Override
    public String localTag() {
        return transaction.tag();
    }

    String remoteTag() {
        return Dialog.tagOf(transaction.request().from());
    }

    /** Where it came from. */
    Target source() {
        return transaction.flow().peer();
    }

    /** Whether this is the number of the INVITE that began it. */
    boolean invitedBy(CSeq number) {
        return transaction.request().cseq().equals(number);
    }

    @Override
    public @Nullable Established dialog() {
        return alive() ? dialog : null;
    }

    @Override
    public @Nullable Established negotiating() {
        return dialog();
    }

    @Override
    public boolean alive() {
        return phase == Phase.ESTABLISHED;
    }

    // What the user wants.

    @Override
    public void answer(Bytes sdp) {
        if (phase == Phase.OFFERED) {
            phase = Phase.ESTABLISHED;
            SipRequest invite = transaction.request();
            SessionTerms terms = SessionTerms.invited(invite, context.settings().sessionExpires());
            SipResponse bare = accepting().withBody(Capabilities.SDP, sdp);
            SipResponse ok = terms == null ? bare : terms.grant(bare, invite);
            invitation.answer(ok);
            dialog.accepted(invite, ok, terms);
        } else {
            CallSide.super.answer(sdp);
        }
    }

    /** Our 2xx; the routes that it hands back are those of the dialog (RFC 3261 §12.1.1). */
    private SipResponse accepting() {
        SipResponse ok = SipResponse.to(transaction.request(), 200);
        Headers headers = ok.headers();
        for (String route : transaction.request().headers().all(HeaderName.RECORD_ROUTE)) {
            headers = headers.plus(HeaderName.RECORD_ROUTE, route);
        }
        return ok.withHeaders(headers)
                .with(HeaderName.CONTACT, contact(context, transaction.flow()))
                .with(HeaderName.ALLOW, Capabilities.ALLOW)
                .with(HeaderName.SUPPORTED, Capabilities.SUPPORTED);
    }

    @Override
    public void reject(int status, String why) {
        if (phase != Phase.OFFERED) {
            CallSide.super.reject(status, why);
            return;
        }
        SipResponse refusal = SipResponse.to(transaction.request(), status);
        turnDown(status == 488 ? refusal.with(HeaderName.WARNING, warning(why)) : refusal, why);
    }

    /** 503, and when it may be tried again. */
    void rejectForNow(String why, Duration retryAfter) {
        if (phase == Phase.OFFERED) {
            turnDown(Capabilities.unavailable(transaction.request(), retryAfter), why);
        }
    }

    private void turnDown(SipResponse refusal, String why) {
        transaction.respond(refusal);
        context.outputs().add(Output.TurnedAway.of(transaction, refusal.status(), why));
        close(new CallEvent.Terminated(CallEvent.Termination.TURNED_DOWN));
    }

    private String warning(String why) {
        return WARN_INCOMPATIBLE + " " + local() + " " + Lexer.quote(why);
    }

    private Endpoint local() {
        Endpoint towards = context.environment().local().towards(source());
        return towards == null ? transaction.flow().local() : towards;
    }

    @Override
    public void hangUp(@Nullable Reason why) {
        said = why;
        switch (phase) {
            case OFFERED -> reject(480, "ended here before it was answered");
            case ESTABLISHED -> bye(CallEvent.Termination.HUNG_UP);
            case ENDING, OVER -> {}
        }
    }

    // What becomes of the INVITE.

    @Override
    public void onAck(SipRequest ack) {
        if (invitation.awaits(ack)) {
            invitation.onAck(ack);
        } else {
            dialog.onAck(ack);
        }
    }

    @Override
    public void onCancel() {
        invitation.onCancel();
    }

    @Override
    public void withdrawn(PeerOffer offer) {
        close(new CallEvent.Failed(new Failure.Cancelled()));
    }

    @Override
    public void settled(PeerOffer offer, SipRequest ack) {
        settle();
        CallEvent.Termination why = farewell;
        if (why != null) {
            sendBye(why);
        } else if (phase == Phase.ESTABLISHED && SdpBody.of(transaction.request()) == null) {
            emit(new CallEvent.AnswerToOffer(SdpBody.of(ack)));
        }
    }

    @Override
    public void neverAcknowledged(PeerOffer offer) {
        invitation.close();
        settle();
        CallEvent.Termination why = farewell;
        if (why != null) {
            sendBye(why);
        } else {
            bye(CallEvent.Termination.NO_ACK);
        }
    }

    private void settle() {
        if (!settled) {
            settled = true;
            owner.settled(this);
        }
    }

    @Override
    public void onFailure(TransactionFailure why) {}

    @Override
    public void onTerminated() {
        released();
    }

    // What the caller wants.

    @Override
    public void receive(ServerTransaction request) {
        if (phase == Phase.OFFERED || !dialog.path().dialog().holds(request.request())) {
            request.respond(481);
        } else if (!dialog.path().dialog().accept(request.request())) {
            request.respond(500);
        } else if (offers(request.request()) && invitation.awaitsAnswer()) {
            request.respond(491); // RFC 3261 §14.2, RFC 3311 §5.2
        } else {
            dialog.receive(request, phase == Phase.ESTABLISHED);
        }
    }

    private static boolean offers(SipRequest request) {
        return request.method().equals(Method.INVITE)
                || (request.method().equals(Method.UPDATE) && request.body().size() > 0);
    }

    /** The caller's BYE, answered already. */
    @Override
    public void remoteBye(@Nullable String reason) {
        close(
                phase == Phase.ENDING
                        ? new CallEvent.Terminated(CallEvent.Termination.HUNG_UP)
                        : new CallEvent.RemoteBye(reason));
    }

    // How it ends.

    /** Ends the established call; before the ACK a callee may not send BYE (RFC 3261 §15). */
    @Override
    public void bye(CallEvent.Termination why) {
        phase = Phase.ENDING;
        farewell = why;
        dialog.close();
        if (!invitation.unacknowledged()) {
            sendBye(why);
        }
    }

    private void sendBye(CallEvent.Termination why) {
        Reason reason = why == CallEvent.Termination.NO_ACK ? Reason.sip(408) : said;
        send(dialog.path(), Method.BYE, Reason.saying(reason), new Farewell(why, this::close));
    }

    private void close(CallEvent.Closing last) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        dialog.close();
        invitation.close();
        settle();
        emit(last);
        retireIfDone();
    }

    private void released() {
        live--;
        retireIfDone();
    }

    private void retireIfDone() {
        if (phase == Phase.OVER && live == 0) {
            owner.retire(this);
        }
    }

    // For its dialog.

    @Override
    public void emit(CallEvent event) {
        context.emit(handle, event);
    }

    @Override
    public String contact(Endpoint local, Target target) {
        boolean secure = transaction.request().uri() instanceof SipUri uri && uri.secure();
        return Context.contact(calledUser, local, target, secure).print();
    }

    @Override
    public ClientRequest send(
            DialogPath path,
            Method method,
            UnaryOperator<SipRequest> finish,
            DialogRequest.Outcome outcome) {
        live++;
        ClientRequest request =
                new ClientRequest(
                        context.environment(),
                        DialogRequest.template(context, this, path, method, finish),
                        path.dialog().sequence(),
                        new Authority(null, path::reach),
                        new DialogRequest(outcome, this::released));
        path.locate(targets -> request.start(targets, path::connection));
        return request;
    }
}
