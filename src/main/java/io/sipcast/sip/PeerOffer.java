package io.sipcast.sip;

import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.Timing;
import io.sipcast.sip.transaction.TransactionFailure;

/**
 * An INVITE or UPDATE of the peer: from its arrival to the ACK of our answer. The 2xx of an INVITE
 * is repeated here, over any transport, until it is acknowledged (RFC 3261 §13.3.1.4).
 */
final class PeerOffer implements ServerTransaction.User {
    /** Whom it concerns. */
    interface Owner {
        void withdrawn(PeerOffer offer);

        /** The ACK has come, with what it carries. */
        void settled(PeerOffer offer, SipRequest ack);

        void neverAcknowledged(PeerOffer offer);
    }

    private final ServerTransaction transaction;
    private final Timing timing;
    private final Owner owner;
    private final TimerQueue.Timer repeat;
    private final TimerQueue.Timer giveUp;
    private long pauseNanos;

    PeerOffer(ServerTransaction transaction, Timing timing, TimerQueue timers, Owner owner) {
        this.transaction = transaction;
        this.timing = timing;
        this.owner = owner;
        this.repeat = timers.timer(this::repeat);
        this.giveUp = timers.timer(() -> owner.neverAcknowledged(this));
        transaction.follow(this);
    }

    SipRequest request() {
        return transaction.request();
    }

    Flow flow() {
        return transaction.flow();
    }

    /** Still waiting for our answer. */
    boolean open() {
        return !transaction.answered();
    }

    boolean isInvite() {
        return request().method().equals(Method.INVITE);
    }

    /** Whether the ACK belongs here. */
    boolean awaits(SipRequest ack) {
        return giveUp.armed() && ack.cseq().number() == request().cseq().number();
    }

    /** Whether our 2xx is still to be acknowledged. */
    boolean unacknowledged() {
        return giveUp.armed();
    }

    /** Whether the offer is ours, in a 2xx, and its answer still to come in the ACK. */
    boolean awaitsAnswer() {
        return unacknowledged() && SdpBody.of(request()) == null;
    }

    void answer(SipResponse ok) {
        transaction.respond(ok);
        if (isInvite()) {
            pauseNanos = timing.t1Nanos();
            repeat.arm(pauseNanos);
            giveUp.arm(timing.giveUpNanos());
        }
    }

    void reject(int status) {
        transaction.respond(status);
    }

    private void repeat() {
        transaction.repeatSuccess();
        pauseNanos = timing.backOff(pauseNanos);
        repeat.arm(pauseNanos);
    }

    /** The call ends: nothing is repeated any more, and an open request is turned down. */
    void close() {
        repeat.disarm();
        giveUp.disarm();
        if (open()) {
            reject(487);
        }
    }

    @Override
    public void onAck(SipRequest ack) {
        if (awaits(ack)) {
            repeat.disarm();
            giveUp.disarm();
            owner.settled(this, ack);
        }
    }

    @Override
    public void onCancel() {
        reject(487);
        owner.withdrawn(this);
    }

    @Override
    public void onFailure(TransactionFailure why) {}

    @Override
    public void onTerminated() {}
}
