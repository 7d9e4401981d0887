package io.sipcast.sip.request;

import io.sipcast.sip.auth.Authenticator;
import io.sipcast.sip.auth.Reach;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may challenge a request, and what answers.
 *
 * @param authenticator null for an account without a password
 * @param reach how far a request goes that is sent to this target
 */
public record Authority(@Nullable Authenticator authenticator, Function<Target, Reach> reach) {
    /** For a request outside of dialogs, sent to the configured server. */
    public static Authority initial(@Nullable Authenticator authenticator) {
        return new Authority(authenticator, _ -> Reach.INITIAL);
    }

    SipRequest authorize(SipRequest request, Target target) {
        return authenticator == null
                ? request
                : authenticator.authorize(request, reach.apply(target));
    }

    /** Who gives up on a challenge, and why. */
    static Failure refusal(SipRequest rejected, int status, String reason) {
        String header = status == 401 ? HeaderName.AUTHORIZATION : HeaderName.PROXY_AUTHORIZATION;
        return rejected.headers().has(header)
                ? new Failure.CredentialsRefused(status, reason)
                : new Failure.ChallengeRefused(status, reason);
    }

    Authenticator.Answer answer(SipRequest rejected, SipResponse challenge, Target target) {
        return authenticator == null
                ? new Authenticator.Answer.GiveUp("The server asks for a password")
                : authenticator.answer(rejected, challenge, reach.apply(target));
    }
}
