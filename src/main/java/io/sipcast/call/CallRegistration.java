package io.sipcast.call;

import io.sipcast.call.CallMachine.Input;
import io.sipcast.net.SipDriver;
import io.sipcast.sip.Enrolment;
import io.sipcast.sip.Output;
import io.sipcast.sip.RegistrationEvent;
import io.sipcast.sip.RegistrationHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration that a call needs, where it needs one. The call's own thread owns it; what the
 * SIP loop tells goes to the inbox and comes from there to {@link #read}.
 */
final class CallRegistration implements SipDriver.RegistrationListener {
    private static final Logger LOG = LoggerFactory.getLogger(CallRegistration.class);

    private final SipDriver sip;
    private final String callId;
    private final CallInbox inbox;
    private final CallTrace trace;
    private @Nullable RegistrationHandle handle;
    private boolean lost;

    CallRegistration(SipDriver sip, String callId, CallInbox inbox, CallTrace trace) {
        this.sip = sip;
        this.callId = callId;
        this.inbox = inbox;
        this.trace = trace;
    }

    void begin(Enrolment enrolment) {
        handle = sip.register(enrolment, callId, this);
    }

    /** On the SIP loop. */
    @Override
    public void event(RegistrationEvent event) {
        inbox.put(new CallInbox.Mail.Registration(event));
    }

    /** On the SIP loop. */
    @Override
    public void trace(Output.RegistrationTrace message) {
        trace.add(message);
    }

    /** What an event means for the call; null when it means nothing. */
    @Nullable Input read(RegistrationEvent event) {
        return switch (event) {
            case RegistrationEvent.Answered(int status) -> new Input.RegistrarAnswered(status);
            case RegistrationEvent.Registered _ -> {
                if (lost) {
                    LOG.info("call {}: registered again", callId);
                }
                lost = false;
                yield new Input.Registered();
            }
            case RegistrationEvent.Failed(var why) -> {
                handle = null;
                yield new Input.Failed(SipFailures.ofRegistration(why));
            }
            case RegistrationEvent.Lost(var why, var retryAfter) -> {
                if (!lost) { // once: it may be tried for days
                    LOG.warn(
                            "call {}: registration lost, {}; tried again in {} s",
                            callId,
                            why.sentence(),
                            retryAfter.toSeconds());
                }
                lost = true;
                yield null;
            }
            case RegistrationEvent.Released _ -> null;
        };
    }

    /** The call has no use for it any more. */
    void release() {
        if (handle != null) {
            sip.release(handle);
        }
    }
}
