package io.sipcast.sip;

import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.request.ClientRequest;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.LocalAddress;
import io.sipcast.sip.route.Target;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an established dialog needs of its call, whoever called whom. */
interface DialogOwner {
    /** Whether the dialog is the call, and not being ended. */
    boolean alive();

    void emit(CallEvent event);

    /** Where the peer reaches us, for Contact. */
    String contact(Endpoint local, Target target);

    /** The same, in an answer that goes back by this flow. */
    default String contact(Context context, Flow flow) {
        LocalAddress addresses = context.environment().local();
        Endpoint local = Objects.requireNonNullElse(addresses.towards(flow.peer()), flow.local());
        return contact(local, flow.peer());
    }

    /**
     * Sends a request in a dialog of the call, made by {@link DialogRequest#template}.
     *
     * @return for giving an INVITE up
     */
    ClientRequest send(
            DialogPath path,
            Method method,
            UnaryOperator<SipRequest> finish,
            DialogRequest.Outcome outcome);

    /** Ends the call from our side. */
    void bye(CallEvent.Termination why);

    /** The peer's BYE, answered already. */
    void remoteBye(@Nullable String reason);
}
