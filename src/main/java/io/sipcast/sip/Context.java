package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.request.Environment;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.TransactionLayer;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** What calls and registrations share. */
record Context(
        Settings settings,
        Environment environment,
        RandomGenerator random,
        Logins logins,
        Queue<Output> outputs) {

    TransactionLayer transactions() {
        return environment.transactions();
    }

    TimerQueue.Timer timer(Runnable task) {
        return environment.timers().timer(task);
    }

    void emit(CallHandle call, CallEvent event) {
        outputs.add(new Output.OfCall(call, event));
    }

    void emit(RegistrationHandle registration, RegistrationEvent event) {
        outputs.add(new Output.OfRegistration(registration, event));
    }

    /** With our name on it. */
    SipRequest named(SipRequest request) {
        return request.with(HeaderName.USER_AGENT, settings.name());
    }

    /** Where the peer reaches us, by the way that its requests would come. */
    static NameAddr contact(String user, Endpoint local, Target target) {
        return contact(user, local, target, false);
    }

    /**
     * Where the peer reaches us.
     *
     * @param secure whether that is to be by TLS only, as a request to a sips URI asks (RFC 3261
     *     §8.1.1.8)
     */
    static NameAddr contact(String user, Endpoint local, Target target, boolean secure) {
        SipUri uri = SipUri.of(user, local.ip().toString(), local.port());
        if (secure) {
            return NameAddr.of(uri.asSecure());
        }
        return NameAddr.of(
                target.transport().reliable()
                        ? uri.withParam("transport", target.transport().token())
                        : uri);
    }
}
