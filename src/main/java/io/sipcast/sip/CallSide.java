package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/** Our side of a call, whoever called whom. */
sealed interface CallSide permits Call, IncomingCall {
    CallHandle handle();

    String callId();

    /** With the Call-ID, what requests of the peer name it by (RFC 3261 §12). */
    String localTag();

    /** The dialog, while there is one that is not being ended. */
    @Nullable Established dialog();

    /** The dialog whose peer may be waiting for an answer to its offer: early ones count. */
    @Nullable Established negotiating();

    /** A request of the peer that names this call. */
    void receive(ServerTransaction transaction);

    /** An ACK that no transaction waits for. */
    void onAck(SipRequest ack);

    /** Ends it, in whatever state it is; the peer may read why (RFC 3326). */
    void hangUp(@Nullable Reason why);

    /** Accepts the peer's open offer, or makes the one that it asked for. */
    default void answer(Bytes sdp) {
        Established established = negotiating();
        if (established != null) {
            established.answer(sdp);
        }
    }

    /** Turns the peer's open offer down; {@code why} is for people. */
    default void reject(int status, String why) {
        Established established = negotiating();
        if (established != null) {
            established.reject(status);
        }
    }
}
