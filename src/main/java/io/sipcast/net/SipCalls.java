package io.sipcast.net;

import io.sipcast.net.SipDriver.CallListener;
import io.sipcast.net.SipDriver.Receiver;
import io.sipcast.observe.FaultLog;
import io.sipcast.observe.Mask;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Output;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of calls, and who takes those that come in. On the SIP loop. */
final class SipCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SipCalls.class);

    private final Map<CallHandle, CallListener> listeners = new HashMap<>();
    private final FaultLog turnedAway = new FaultLog(LOG, "Calls turned away");
    private @Nullable Receiver receiver;

    /** Takes what comes in from now on. */
    void receiver(Receiver newReceiver) {
        receiver = newReceiver;
    }

    void add(CallHandle call, CallListener listener) {
        listeners.put(call, listener);
    }

    /** A call has come in; false when we failed to take it, and it is to be rejected. */
    boolean arrived(Arrival arrival) {
        if (receiver == null) { // the reception lets nobody in before there is one
            throw new IllegalStateException("nobody takes calls");
        }
        try {
            add(arrival.call(), receiver.arrived(arrival));
            return true;
        } catch (RuntimeException fault) { // the caller must not wait for it
            LOG.error("A call could not be taken", fault);
            return false;
        }
    }

    void turnedAway(Output.TurnedAway away, long nowNanos) {
        turnedAway.count(sentence(away), nowNanos);
    }

    private static String sentence(Output.TurnedAway away) {
        return "%s calls %s from %s: %d, %s"
                .formatted(
                        Mask.sipUri(away.caller().print()),
                        Mask.sipUri(away.called().print()),
                        away.source(),
                        away.status(),
                        away.why());
    }

    void tell(CallHandle call, CallEvent event) {
        CallListener listener =
                event instanceof CallEvent.Closing ? listeners.remove(call) : listeners.get(call);
        if (listener != null) {
            listener.event(event);
        }
    }

    /** A message of the call went by. */
    void trace(Output.Trace message) {
        CallListener listener = listeners.get(message.call());
        if (listener != null) {
            listener.trace(message);
        }
    }

    /** Says what is left to be said; nothing follows. For any thread. */
    void finish() {
        turnedAway.finish();
    }

    /** Says what was counted of those that were turned away, when it is time. */
    void tick(long nowNanos) {
        turnedAway.tick(nowNanos);
    }
}
