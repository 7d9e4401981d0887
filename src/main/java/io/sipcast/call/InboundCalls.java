package io.sipcast.call;

import io.sipcast.live.StreamName;
import io.sipcast.net.SipDriver;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.Output;
import io.sipcast.sip.Reception;
import io.sipcast.sip.route.IpAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a call of what comes in, or turns it down. On the SIP loop. */
final class InboundCalls implements SipDriver.Receiver, Reception {
    /** Nobody has to hear how a call ends that was never taken. */
    private static final SipDriver.CallListener NOBODY =
            new SipDriver.CallListener() {
                @Override
                public void event(CallEvent event) {}

                @Override
                public void trace(Output.Trace message) {}
            };

    private final InboundRules rules;
    private final LiveCalls calls;
    private final SipDriver sip;
    private final Consumer<StreamName> recorder;

    /**
     * By these rules.
     *
     * @param recorder told of the streams that are to be recorded; it must not wait
     */
    InboundCalls(
            InboundRules rules, LiveCalls calls, SipDriver sip, Consumer<StreamName> recorder) {
        this.rules = rules;
        this.calls = calls;
        this.sip = sip;
        this.recorder = recorder;
    }

    @Override
    public @Nullable Entry entry(String called, IpAddress source) {
        return rules.entry(called, source);
    }

    @Override
    public boolean hidesFrom(IpAddress source) {
        return rules.hidesFrom(source);
    }

    /** Where nobody can call, nobody has to be told that there is no room. */
    @Override
    public Duration pause() {
        CallRefused why = rules.rules().isEmpty() ? null : calls.outlook();
        return why == null ? Duration.ZERO : why.retryAfter();
    }

    @Override
    public SipDriver.CallListener arrived(Arrival arrival) {
        try {
            CallPlan plan = rules.plan(UUID.randomUUID().toString(), arrival);
            Call call = calls.begin(plan);
            if (rules.records(arrival)) {
                recorder.accept(plan.stream());
            }
            return call;
        } catch (CallRefused e) {
            return refuse(arrival, e);
        }
    }

    private SipDriver.CallListener refuse(Arrival arrival, CallRefused e) {
        String why = String.valueOf(e.getMessage());
        if (e.reason() == CallRefused.Reason.FULL) {
            sip.rejectForNow(arrival.call(), why, e.retryAfter());
            return NOBODY;
        }
        return refuse(arrival, status(e.reason()), why);
    }

    private SipDriver.CallListener refuse(Arrival arrival, int status, String why) {
        sip.reject(arrival.call(), status, why);
        return NOBODY;
    }

    private static int status(CallRefused.Reason reason) {
        return switch (reason) {
            case BAD_FIELD -> 404; // the user makes no name for a stream
            case TAKEN -> 486;
            case FULL -> 503;
        };
    }
}
