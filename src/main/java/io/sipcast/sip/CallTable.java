package io.sipcast.sip;

import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls by their handles and by what their messages have in common: the Call-ID and our tag
 * (RFC 3261 §12). A call to ourselves has one Call-ID and two sides.
 */
final class CallTable {
    private record Key(String callId, String tag) {}

    private final Map<CallHandle, CallSide> byHandle = new HashMap<>();
    private final Map<Key, CallSide> byLocalTag = new HashMap<>();

    /** By the caller's tag, for what was sent before it knew ours. */
    private final Map<Key, IncomingCall> arrivals = new HashMap<>();

    int size() {
        return byHandle.size();
    }

    void add(CallSide call) {
        byHandle.put(call.handle(), call);
        byLocalTag.put(keyOf(call), call);
        if (call instanceof IncomingCall incoming) {
            arrivals.put(new Key(call.callId(), incoming.remoteTag()), incoming);
        }
    }

    void remove(CallSide call) {
        byHandle.remove(call.handle());
        byLocalTag.remove(keyOf(call));
        if (call instanceof IncomingCall incoming) { // unless the caller has tried once more
            arrivals.remove(new Key(call.callId(), incoming.remoteTag()), incoming);
        }
    }

    private static Key keyOf(CallSide call) {
        return new Key(call.callId(), call.localTag());
    }

    @Nullable CallSide get(CallHandle handle) {
        return byHandle.get(handle);
    }

    /** The call in whose dialog the peer's request is. */
    @Nullable CallSide ofRequest(SipRequest request) {
        return byLocalTag.get(new Key(request.callId(), Dialog.tagOf(request.to())));
    }

    /** The call of ours that a response answers a request of. */
    @Nullable CallSide ofResponse(SipResponse response) {
        return byLocalTag.get(new Key(response.callId(), Dialog.tagOf(response.from())));
    }

    /** The call that a message belongs to, sent by us or to us. */
    @Nullable CallSide ofMessage(SipMessage message, boolean sent) {
        boolean weAsk = sent == message instanceof SipRequest;
        String ours = Dialog.tagOf(weAsk ? message.from() : message.to());
        CallSide call = byLocalTag.get(new Key(message.callId(), ours));
        return call != null || weAsk ? call : arrival(message);
    }

    /**
     * Whether an INVITE has come already, by another way (RFC 3261 §8.2.2.2): a proxy forked it,
     * and both branches lead here.
     */
    boolean hasMerged(SipRequest invite) {
        IncomingCall arrival = arrival(invite);
        return arrival != null && arrival.invitedBy(invite.cseq());
    }

    private @Nullable IncomingCall arrival(SipMessage message) {
        return arrivals.get(new Key(message.callId(), Dialog.tagOf(message.from())));
    }

    /** Whether an outgoing call has its server there. */
    boolean servedBy(IpAddress address) {
        return byHandle.values().stream()
                .anyMatch(side ->
                        side instanceof Call call
                                && call.servers().stream()
                                        .anyMatch(server -> server.ip().equals(address)));
    }
}
