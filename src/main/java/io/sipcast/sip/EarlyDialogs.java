package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ClientTransaction;
import io.sipcast.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A call before its answer: provisional answers, reliable ones among them, and the offers that a
 * peer makes already.
 *
 * <p>Which description counts: in one dialog the first (RFC 3261 §13.2.1), but the reliable one
 * before an unreliable one, which is only its preview (RFC 6337), and an UPDATE (RFC 3311) before
 * both. Of several dialogs the one that was described last is listened to. The 2xx has the last
 * word: its dialog is the call, and what it says counts, though by the book it could say nothing
 * new. Only after an UPDATE it is not heeded, as it would repeat what came before that.
 */
final class EarlyDialogs {
    private static final int EARLY_DIALOG_TERMINATED = 199; // RFC 6228

    private final Context context;
    private final DialogOwner call;
    private final Forks forks;

    /** The branch that was described last. */
    private @Nullable Fork heard;

    /** Its dialog, once the peer has sent UPDATE there. */
    private @Nullable Established updated;

    EarlyDialogs(Context context, DialogOwner call, Forks forks) {
        this.context = context;
        this.call = call;
        this.forks = forks;
    }

    /** An answer from 101 to 199; null when it came before or too early. */
    CallEvent.@Nullable Provisional provisional(
            ClientTransaction transaction, SipResponse response) {
        Fork fork = forks.early(transaction, response);
        boolean reliable = ReliableProvisionals.isReliable(response);
        if (fork != null && reliable) {
            if (!fork.reliable().isNext(response)) {
                return null;
            }
            acknowledge(fork, response);
        }
        Bytes sdp = describe(fork, response, reliable);
        if (fork != null && response.status() == EARLY_DIALOG_TERMINATED) {
            end(fork);
        }
        return new CallEvent.Provisional(response.status(), response.reason(), sdp);
    }

    /** Whatever the PRACK is answered, the answer to the INVITE is what counts. */
    private void acknowledge(Fork fork, SipResponse response) {
        String rack = ReliableProvisionals.rack(response);
        call.send(
                fork.path(),
                Method.PRACK,
                request -> request.with(HeaderName.RACK, rack),
                DialogRequest.Owner.NOBODY);
    }

    /** What the callee is described by in its branch, if this answer describes it. */
    private @Nullable Bytes describe(@Nullable Fork fork, SipResponse response, boolean reliable) {
        Bytes sdp = SdpBody.of(response);
        if (sdp == null) {
            return null;
        }
        if (fork == null) {
            return response.to().tag() == null ? forks.untagged(sdp) : null;
        }
        fork.early(sdp, reliable);
        heard = fork;
        return description(fork);
    }

    private @Nullable Bytes description(Fork fork) {
        Established dialog = updated;
        Bytes offer = dialog != null && dialog.path() == fork.path() ? dialog.described() : null;
        return offer == null ? forks.earlySdp(fork) : offer;
    }

    /**
     * UPDATE before the answer (RFC 3311 §5.2). As long as our own offer is open, and in a branch
     * that is not listened to, an offer has to wait.
     */
    void update(ServerTransaction transaction, Fork fork) {
        boolean offers = transaction.request().body().size() > 0;
        if (offers && (!fork.agreed() || fork != heard)) {
            transaction.respond(491);
            return;
        }
        if (updated == null || updated.path() != fork.path()) {
            close();
            updated = new Established(context, call, fork.path());
        }
        updated.receive(transaction, true);
    }

    /** The dialog whose peer may wait for an answer to its offer. */
    @Nullable Established negotiating() {
        return updated;
    }

    /** A branch is no more. */
    void end(Fork fork) {
        forks.remove(fork);
        if (updated != null && updated.path() == fork.path()) {
            close();
        }
        heard = heard == fork ? null : heard;
    }

    /** What the callee is described by in the branch of the 2xx; null when it never was. */
    @Nullable Bytes description(Fork fork, SipResponse success) {
        Established dialog = updated;
        boolean moved = dialog != null && dialog.path() == fork.path() && dialog.described() != null;
        Bytes sdp = moved ? null : SdpBody.of(success);
        return sdp == null ? description(fork) : sdp;
    }

    /** The branch of the 2xx is the call. */
    Established establish(Fork fork) {
        Established dialog = updated;
        if (dialog != null && dialog.path() == fork.path()) {
            updated = null;
            return dialog;
        }
        close();
        return new Established(context, call, fork.path());
    }

    /** Turns down what is open. */
    void close() {
        if (updated != null) {
            updated.close();
            updated = null;
        }
    }
}
