package io.sipcast.sip.auth;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipResponse;
import java.util.Optional;

/** Who asks for credentials, RFC 3261 §22.2 and §22.3. */
enum Challenger {
    SERVER(401, HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION),
    PROXY(407, HeaderName.PROXY_AUTHENTICATE, HeaderName.PROXY_AUTHORIZATION);

    private final int status;
    private final String challengeHeader;
    private final String credentialsHeader;

    Challenger(int status, String challengeHeader, String credentialsHeader) {
        this.status = status;
        this.challengeHeader = challengeHeader;
        this.credentialsHeader = credentialsHeader;
    }

    static Optional<Challenger> of(SipResponse response) {
        for (Challenger challenger : values()) {
            if (challenger.status == response.status()) {
                return Optional.of(challenger);
            }
        }
        return Optional.empty();
    }

    String challengeHeader() {
        return challengeHeader;
    }

    String credentialsHeader() {
        return credentialsHeader;
    }
}
