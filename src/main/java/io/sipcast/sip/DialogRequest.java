package io.sipcast.sip;

import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.transaction.ClientTransaction;

/** Reduces the outcome of a request inside a dialog to what matters of it: its status. */
final class DialogRequest implements ClientRequest.User {
    /** Whom it concerns. */
    interface Owner {
        void answered(int status);

        void unanswered();

        /** Whatever comes of it, nothing depends on it. */
        Owner NOBODY =
                new Owner() {
                    @Override
                    public void answered(int status) {}

                    @Override
                    public void unanswered() {}
                };
    }

    private final Owner owner;
    private final Runnable over;

    /** {@code over} is run when no transaction is left. */
    DialogRequest(Owner owner, Runnable over) {
        this.owner = owner;
        this.over = over;
    }

    @Override
    public void onProvisional(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void onSuccess(ClientTransaction transaction, SipResponse response) {
        owner.answered(response.status());
    }

    @Override
    public void onFailure(Failure why) {
        if (why.answered()) {
            owner.answered(why.status());
        } else {
            owner.unanswered();
        }
    }

    @Override
    public void onOver() {
        over.run();
    }
}
