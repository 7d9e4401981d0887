package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.transaction.ClientTransaction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request inside a dialog: how it is built, and its outcome for whom it concerns. */
final class DialogRequest implements ClientRequest.User {
    /** Hears of the outcome. */
    interface Outcome {
        /** A 2xx; to an INVITE there may be several, or the same again. */
        void succeeded(SipRequest request, SipResponse ok);

        void failed(Failure why);
    }

    /** Needs no more of the outcome than its status. */
    interface Owner extends Outcome {
        void answered(int status);

        void unanswered();

        @Override
        default void succeeded(SipRequest request, SipResponse ok) {
            answered(ok.status());
        }

        @Override
        default void failed(Failure why) {
            if (why.answered()) {
                answered(why.status());
            } else {
                unanswered();
            }
        }
        /** Whatever comes of it, nothing depends on it. */
        Owner NOBODY =
                new Owner() {
                    @Override
                    public void answered(int status) {}

                    @Override
                    public void unanswered() {}
                };
    }

    private final Outcome outcome;
    private final Runnable over;

    /** {@code over} is run when no transaction is left. */
    DialogRequest(Outcome outcome, Runnable over) {
        this.outcome = outcome;
        this.over = over;
    }

    /**
     * What each attempt sends. A request that refreshes the target says where we are (RFC 3261
     * §12.2.1.1, RFC 3311 §5.1).
     */
    static ClientRequest.Template template(
            Context context,
            DialogOwner call,
            DialogPath path,
            Method method,
            UnaryOperator<SipRequest> finish) {
        boolean moves = method.equals(Method.INVITE) || method.equals(Method.UPDATE);
        return (target, local, number) -> {
            SipRequest bare = context.named(path.dialog().request(method, number));
            return finish.apply(
                    moves
                            ? bare.with(HeaderName.CONTACT, call.contact(local, target))
                                    .with(HeaderName.ALLOW, Capabilities.ALLOW)
                                    .with(HeaderName.SUPPORTED, Capabilities.SUPPORTED)
                            : bare);
        };
    }

    /**
     * Whether the dialog is gone with this failure: 481, 408 or no answer at all (RFC 3261
     * §12.2.1.2). Null when it stands.
     */
    static CallEvent.@Nullable Termination loss(Failure why) {
        return switch (why) {
            case Failure.Rejected(int status, _) when status == 481 ->
                    CallEvent.Termination.UNKNOWN_TO_PEER;
            case Failure.Rejected(int status, _) when status == 408 ->
                    CallEvent.Termination.PEER_SILENT;
            case Failure.TimedOut _ -> CallEvent.Termination.PEER_SILENT;
            case Failure.Rejected _,
                    Failure.CredentialsRefused _,
                    Failure.ChallengeRefused _,
                    Failure.NothingGranted _,
                    Failure.NotFollowed _,
                    Failure.SentOn _,
                    Failure.Unreachable _,
                    Failure.Unresolved _,
                    Failure.Cancelled _,
                    Failure.Overloaded _ ->
                    null;
        };
    }

    @Override
    public void onProvisional(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onSuccess(ClientTransaction transaction, SipResponse response) {
        outcome.succeeded(transaction.request(), response);
    }

    @Override
    public void onFailure(Failure why) {
        outcome.failed(why);
    }

    @Override
    public void onOver() {
        over.run();
    }
}
