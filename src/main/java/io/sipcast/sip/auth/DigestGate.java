package io.sipcast.sip.auth;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.route.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks for credentials and checks them: the server's side of RFC 7616 and RFC 8760. Whoever shows
 * no credentials costs no memory. A wrong name and a wrong password look alike. The digest's own
 * uri is not compared with the Request-URI, which proxies may rewrite (RFC 3261 §22.4); the count
 * of the nonce keeps credentials from being used twice.
 */
public final class DigestGate {
    /** What becomes of a request. */
    public sealed interface Verdict {
        record Proven() implements Verdict {}

        /**
         * 401.
         *
         * @param challenges one for each WWW-Authenticate, in their order
         */
        record Asked(List<String> challenges) implements Verdict {
            public Asked {
                challenges = List.copyOf(challenges);
            }
        }

        /** 403; why, for the log. */
        record Refused(String why) implements Verdict {}
    }

    private final Nonces nonces;
    private final GuessLimit guesses = new GuessLimit();

    /**
     * Nobody has asked yet.
     *
     * @param random must not be guessable
     */
    public DigestGate(RandomGenerator random) {
        nonces = new Nonces(random);
    }

    public Verdict check(SipRequest request, Guard guard, IpAddress source, long nowNanos) {
        if (guesses.exhausted(source, nowNanos)) {
            return new Verdict.Refused("too many wrong passwords came from there");
        }
        DigestCredentials shown = credentials(request, guard);
        if (shown == null) {
            return ask(guard, source, false, nowNanos);
        }
        // Not one of ours for this address: says nothing about the password, which must not be
        // tried out so, nor used to lock the address out.
        if (!nonces.isGenuine(shown.nonce(), source)) {
            return ask(guard, source, true, nowNanos);
        }
        if (!proves(shown, guard.login(), request)) {
            guesses.count(source, nowNanos);
            return new Verdict.Refused("the user or the password is wrong");
        }
        return nonces.use(shown.nonce(), shown.nonceCount(), nowNanos)
                ? new Verdict.Proven()
                : ask(guard, source, true, nowNanos);
    }

    private static boolean proves(DigestCredentials shown, Login login, SipRequest request) {
        return shown.provenBy(login.password(), request.method().name(), request.body())
                && shown.user().equals(login.user());
    }

    /** Those for our realm, by a challenge that we make. */
    private static @Nullable DigestCredentials credentials(SipRequest request, Guard guard) {
        for (String header : request.headers().all(HeaderName.AUTHORIZATION)) {
            try {
                DigestCredentials shown = DigestCredentials.parse(header);
                if (shown.realm().equals(guard.realm())
                        && guard.algorithms().contains(shown.algorithm())
                        && shown.qop() != Qop.AUTH_INT) {
                    return shown;
                }
            } catch (ProtocolException _) {
                // another scheme, or rubbish: as good as none
            }
        }
        return null;
    }

    private Verdict ask(Guard guard, IpAddress source, boolean stale, long nowNanos) {
        String nonce = nonces.issue(source, nowNanos);
        return new Verdict.Asked(
                guard.algorithms().stream()
                        .map(algorithm ->
                                new DigestChallenge(
                                                guard.realm(),
                                                nonce,
                                                null,
                                                stale,
                                                algorithm,
                                                Set.of(Qop.AUTH))
                                        .print())
                        .toList());
    }
}
