package io.sipcast.sip.auth;

import io.sipcast.sip.message.SipRequest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The use of one nonce: its count rises with each request. */
final class NonceSession {
    private static final HexFormat HEX = HexFormat.of();

    private final DigestChallenge challenge;

    /** How many nonces before this one were declared stale on first use. */
    private final int staleBefore;

    private int uses;
    private @Nullable String sessionCnonce;

    NonceSession(DigestChallenge challenge, int staleBefore) {
        this.challenge = challenge;
        this.staleBefore = staleBefore;
    }

    DigestChallenge challenge() {
        return challenge;
    }

    /** Nothing has been accepted with this nonce yet, as far as one can tell. */
    boolean usedOnce() {
        return uses <= 1;
    }

    int staleBefore() {
        return staleBefore;
    }

    String credentials(Login login, SipRequest request, RandomGenerator random) {
        uses++;
        return DigestCredentials.of(
                        login,
                        challenge,
                        request.method().name(),
                        request.uri().print(),
                        request.body(),
                        cnonce(random),
                        uses)
                .print();
    }

    /** A fresh one each time; the -sess algorithms tie their key to the first. */
    private String cnonce(RandomGenerator random) {
        if (sessionCnonce != null) {
            return sessionCnonce;
        }
        String fresh = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
        if (challenge.algorithm().isSession()) {
            sessionCnonce = fresh;
        }
        return fresh;
    }
}
