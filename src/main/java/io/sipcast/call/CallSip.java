package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.net.SipDriver;
import io.sipcast.sip.Account;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.OutgoingCall;
import io.sipcast.sip.route.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SIP side of a call: its handle at the {@link SipDriver}, what is sent by it, and who calls.
 * Nothing here waits. The call's own thread owns it; any may send INFO and read {@link #caller}.
 */
final class CallSip implements CallTalks.Reply, CallDtmf.InfoSender {
    private final CallServices services;
    private final CallPlan plan;
    private final SipDriver.CallListener listener;
    private volatile CallHandle handle;
    private volatile String caller;

    /**
     * For a call that came in, or one that is yet to be made.
     *
     * @param listener hears what becomes of an INVITE of ours
     */
    CallSip(CallServices services, CallPlan plan, SipDriver.CallListener listener) {
        this.services = services;
        this.plan = plan;
        this.listener = listener;
        Arrival arrival = plan.arrival();
        if (arrival == null) {
            this.handle = services.sip().newCall();
            this.caller = plan.account("localhost").uri().print();
        } else {
            this.handle = arrival.call();
            this.caller = arrival.caller().uri().print();
        }
    }

    /** Our own address of record, or that of who calls us. */
    String caller() {
        return caller;
    }

    void invite(Account account, List<Target> targets, Bytes offer) {
        caller = account.uri().print();
        var order =
                new OutgoingCall(
                        handle,
                        account,
                        plan.callee(),
                        targets,
                        offer,
                        plan.headers(),
                        services.settings().limits().callees()::allows);
        services.sip().invite(order, listener);
    }

    /** The INVITE has failed: another one is another call to SIP. */
    void renew() {
        handle = services.sip().newCall();
    }

    @Override
    public void answer(Bytes sdp) {
        services.sip().answer(handle, sdp);
    }

    @Override
    public void reject(int status, String why) {
        services.sip().reject(handle, status, why);
    }

    /** CANCEL or BYE, whichever it takes; a call that came in is refused. */
    void hangUp(@Nullable CallEnd why) {
        services.sip().hangUp(handle, why == null ? CallEnd.CLEARING : why.farewell());
    }

    /** The same without a reason: we are wrong, and nobody hears of it any more. */
    void abandon() {
        services.sip().hangUp(handle);
    }

    /** Sends an INFO. For any thread. */
    @Override
    public void send(String contentType, Bytes body) {
        services.sip().info(handle, contentType, body);
    }

    /** Asks for a key frame by INFO. For any thread. */
    void askForKeyFrame() {
        send(MediaControl.TYPE, MediaControl.PICTURE_FAST_UPDATE);
    }
}
