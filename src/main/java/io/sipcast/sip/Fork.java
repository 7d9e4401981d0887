package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.request.Environment;
import org.jspecify.annotations.Nullable;

/**
 * One branch of our INVITE that has answered: a dialog with the way to it. A call has one, unless a
 * proxy forked it.
 */
final class Fork {
    private final DialogPath path;
    private final Acknowledgement acknowledgement;
    private final ReliableProvisionals reliable = new ReliableProvisionals();
    private @Nullable Bytes earlySdp;
    private boolean agreed;

    /** Begins with the first answer of the branch. */
    Fork(Environment environment, DialogPath path) {
        this.path = path;
        this.acknowledgement = new Acknowledgement(environment, path);
    }

    Dialog dialog() {
        return path.dialog();
    }

    DialogPath path() {
        return path;
    }

    @Nullable Bytes earlySdp() {
        return earlySdp;
    }

    ReliableProvisionals reliable() {
        return reliable;
    }

    /** Notes the description of a provisional answer; {@link EarlyDialogs} says which counts. */
    void early(Bytes sdp, boolean reliably) {
        if (earlySdp == null || (reliably && !agreed)) {
            earlySdp = sdp;
        }
        agreed |= reliably;
    }

    /** Whether our offer has its answer, so that the peer may make an offer (RFC 3311 §5.1). */
    boolean agreed() {
        return agreed;
    }

    /** Whether a 2xx has come from here. */
    boolean answered() {
        return acknowledgement.begun();
    }

    /** Acknowledges a 2xx, for the first time or because it came again. */
    void acknowledge(SipRequest invite) {
        acknowledgement.send(invite);
    }
}
