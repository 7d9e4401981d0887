package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.request.Failure;
import io.sipcast.sip.transaction.TimerQueue;
import org.jspecify.annotations.Nullable;

/**
 * Our re-INVITEs: one at a time, none while the peer's is open, and after a 491 again when a random
 * time has passed (RFC 3261 §14.1).
 */
final class OwnOffer {
    /** Whom it concerns. {@code renewed}: the description in force was only to be confirmed. */
    interface Owner {
        /** Whether no re-INVITE or offer of the peer is in the way. */
        boolean clear();

        /** The request with what the session timer has to say. */
        SipRequest timed(SipRequest request);

        /** A 2xx, acknowledged already. */
        void accepted(Bytes sdp, boolean renewed, SipRequest request, SipResponse ok);

        /** The description in force stays. */
        void refused(boolean renewed, int status);

        /** The dialog is gone. */
        void lost(CallEvent.Termination how);
    }

    /** What is wanted: a new description, or the one in force once more. */
    private record Wish(Bytes sdp, boolean renewed) {}

    /** A peer that answers 491 for ever is not waited for. */
    private static final int MOST_COLLISIONS = 10;

    private final Context context;
    private final DialogOwner call;
    private final DialogPath path;
    private final Owner owner;
    private final TimerQueue.Timer pause;
    private int collisions;
    private @Nullable Wish wish;
    private @Nullable Attempt attempt;

    OwnOffer(Context context, DialogOwner call, DialogPath path, Owner owner) {
        this.context = context;
        this.call = call;
        this.path = path;
        this.owner = owner;
        this.pause = context.timer(this::proceed);
    }

    /** Offers a new description; one that was not sent yet is forgotten. */
    void offer(Bytes sdp) {
        wish = new Wish(sdp, false);
        proceed();
    }

    /** Sends the description in force again; whatever is under way does as well. */
    void renew(Bytes sdp) {
        if (wish == null && attempt == null) {
            wish = new Wish(sdp, true);
            proceed();
        }
    }

    /** Whether ours is under way: the peer's have to wait. */
    boolean open() {
        return attempt != null;
    }

    /** Sends what is wanted, if the way is clear. To be called when it may have become so. */
    void proceed() {
        Wish wanted = wish;
        if (wanted != null && attempt == null && !pause.armed() && call.alive() && owner.clear()) {
            wish = null;
            attempt = new Attempt(wanted);
            attempt.start();
        }
    }

    /** The call ends: nothing more is sent, but what is under way has to be answered. */
    void close() {
        pause.disarm();
        wish = null;
    }

    private void collided(Wish lost) {
        if (wish == null) {
            wish = lost;
        }
        pause.arm(Glare.pauseNanos(context.random(), path.dialog().caller()));
    }

    /** One re-INVITE, until its answer and the ACK of that. */
    private final class Attempt implements DialogRequest.Outcome {
        private final Wish wanted;
        private final Acknowledgement acknowledgement;
        private final TimerQueue.Timer patience;
        private @Nullable ClientRequest request;

        Attempt(Wish wanted) {
            this.wanted = wanted;
            this.acknowledgement = new Acknowledgement(context.environment(), path);
            this.patience = context.timer(this::giveUp);
        }

        void start() {
            patience.arm(context.settings().timing().giveUpNanos());
            request =
                    call.send(
                            path,
                            Method.INVITE,
                            bare -> owner.timed(bare.withBody(Capabilities.SDP, wanted.sdp)),
                            this);
        }

        /** A provisional answer, and then nothing: nobody has to be asked about this. */
        private void giveUp() {
            if (request != null) {
                request.cancel();
            }
        }

        @Override
        public void succeeded(SipRequest sent, SipResponse ok) {
            boolean first = attempt == this;
            if (first) {
                path.dialog().refreshTarget(ok);
            }
            acknowledgement.send(sent);
            if (first) {
                over();
                collisions = 0;
                if (call.alive()) {
                    owner.accepted(wanted.sdp, wanted.renewed, sent, ok);
                }
                proceed();
            }
        }

        @Override
        public void failed(Failure why) {
            over();
            if (!call.alive()) {
                return;
            }
            CallEvent.Termination loss = DialogRequest.loss(why);
            if (loss != null) {
                owner.lost(loss);
            } else if (why.status() == 491 && ++collisions < MOST_COLLISIONS) {
                collided(wanted);
            } else {
                collisions = 0;
                owner.refused(wanted.renewed, why.status());
                proceed();
            }
        }

        private void over() {
            patience.disarm();
            attempt = null;
        }
    }
}
