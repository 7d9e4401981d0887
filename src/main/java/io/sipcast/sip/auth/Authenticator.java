package io.sipcast.sip.auth;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges of one account's server and of no one else. A realm is learnt from a
 * challenge to a REGISTER or an INVITE outside a dialog that went to the configured server: one
 * realm of the server (401) and one of its proxy (407), the first that come. In a dialog only those
 * are answered, and only when the request goes to that server: a callee that challenges a BYE in
 * the name of the trunk learns nothing. Not for several threads.
 *
 * <p>What can't be told apart is the first answer to an INVITE outside a dialog: it comes through
 * the server, whoever made it. Servers challenge before they pass a request on, so a challenge
 * after anything but 100 is refused ({@code ClientRequest}). A callee that challenges at once gets
 * a digest over a nonce and realm of its choice, made with a cnonce of ours and for its own URI: it
 * can't be used anywhere else, but weak passwords can be guessed from it. Once the server has shown
 * its realm, as it does to a REGISTER, another one gets none.
 */
public final class Authenticator {
    private static final int MAX_STALE_IN_A_ROW = 3;

    /** What came of a challenge. */
    public sealed interface Answer {
        /** Send this under a new CSeq and branch: it differs in its credentials only. */
        record Retry(SipRequest request) implements Answer {}

        /** The response stands. The reason is a sentence for a person. */
        record GiveUp(String reason) implements Answer {}
    }

    private final Login login;
    private final RandomGenerator random;
    private final Map<Challenger, NonceSession> sessions = new EnumMap<>(Challenger.class);

    /**
     * For one account.
     *
     * @param random must not be guessable: it makes the cnonces
     */
    public Authenticator(Login login, RandomGenerator random) {
        this.login = login;
        this.random = random;
    }

    /** Adds the credentials that are known already, so that no challenge is needed. */
    public SipRequest authorize(SipRequest request, Reach reach) {
        Headers headers = withoutCredentials(request.headers());
        for (Map.Entry<Challenger, NonceSession> entry : sessions.entrySet()) {
            if (mayAnswer(entry.getKey(), reach)) {
                String credentials = entry.getValue().credentials(login, request, random);
                headers = headers.plus(entry.getKey().credentialsHeader(), credentials);
            }
        }
        return request.withHeaders(headers);
    }

    /**
     * Answers a 401 or 407.
     *
     * @param rejected the request as it was sent, with its credentials if it had any
     */
    public Answer answer(SipRequest rejected, SipResponse response, Reach reach) {
        Challenger challenger = Challenger.of(response).orElse(null);
        if (challenger == null) {
            return new Answer.GiveUp(response.status() + " is no challenge");
        }
        if (!mayAnswer(challenger, reach)) {
            return new Answer.GiveUp("Credentials were asked for by someone past the SIP server");
        }
        List<DigestChallenge> usable = usable(challenger, response);
        if (usable.isEmpty()) {
            return new Answer.GiveUp("The server asks for an authentication we don't have");
        }
        NonceSession known = sessions.get(challenger);
        if (known == null && reach != Reach.INITIAL) {
            return new Answer.GiveUp("The server asks for credentials in the call only");
        }
        DigestChallenge chosen = strongest(usable, known);
        if (chosen == null) {
            return new Answer.GiveUp("Credentials were asked for in the name of another realm");
        }
        return answer(rejected, challenger, chosen, known, reach);
    }

    private Answer answer(
            SipRequest rejected,
            Challenger challenger,
            DigestChallenge chosen,
            @Nullable NonceSession known,
            Reach reach) {
        int staleBefore = 0;
        if (known != null && known.usedOnce() && hasCredentials(rejected, challenger, known)) {
            if (!chosen.stale()) {
                return new Answer.GiveUp("The server does not accept the password");
            }
            staleBefore = known.staleBefore() + 1;
            if (staleBefore >= MAX_STALE_IN_A_ROW) {
                return new Answer.GiveUp("The server calls each of its nonces stale");
            }
        }
        sessions.put(challenger, new NonceSession(chosen, staleBefore));
        return new Answer.Retry(authorize(rejected, reach));
    }

    /** Strongest first; of the known realm once there is one. */
    private static @Nullable DigestChallenge strongest(
            List<DigestChallenge> usable, @Nullable NonceSession known) {
        return usable.stream()
                .filter(c -> known == null || c.realm().equals(known.challenge().realm()))
                .max(Comparator.comparing(DigestChallenge::algorithm))
                .orElse(null);
    }

    private static List<DigestChallenge> usable(Challenger challenger, SipResponse response) {
        List<DigestChallenge> usable = new ArrayList<>();
        for (String value : response.headers().all(challenger.challengeHeader())) {
            try {
                usable.add(DigestChallenge.parse(value));
            } catch (ProtocolException _) {
                // Another scheme or algorithm: there may be a challenge we can answer.
            }
        }
        return usable;
    }

    private static boolean mayAnswer(Challenger challenger, Reach reach) {
        return switch (reach) {
            case INITIAL, TO_SERVER -> true;
            case THROUGH_SERVER -> challenger == Challenger.PROXY;
            case ELSEWHERE -> false;
        };
    }

    /** Credentials for the very nonce that is known now; others are just old. */
    private static boolean hasCredentials(
            SipRequest request, Challenger challenger, NonceSession known) {
        for (String value : request.headers().all(challenger.credentialsHeader())) {
            try {
                if (DigestCredentials.parse(value).nonce().equals(known.challenge().nonce())) {
                    return true;
                }
            } catch (ProtocolException _) {
                // Not ours.
            }
        }
        return false;
    }

    private static Headers withoutCredentials(Headers headers) {
        Headers kept = headers;
        for (Challenger challenger : Challenger.values()) {
            if (kept.has(challenger.credentialsHeader())) {
                kept = kept.without(challenger.credentialsHeader());
            }
        }
        return kept;
    }

    /** For logs: who, not what proves it. */
    @Override
    public String toString() {
        return "Authenticator[" + login + "]";
    }
}
