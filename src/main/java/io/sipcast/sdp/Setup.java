package io.sipcast.sdp;

import java.util.Locale;
import java.util.Optional;

/** a=setup, RFC 4145 §4: who begins the DTLS handshake. */
enum Setup {
    ACTIVE,
    PASSIVE,
    ACTPASS,
    HOLDCONN;

    static final String NAME = "setup";

    static Optional<Setup> parse(String text) {
        for (Setup setup : values()) {
            if (setup.token().equals(text.toLowerCase(Locale.ROOT))) {
                return Optional.of(setup);
            }
        }
        return Optional.empty();
    }

    private String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    Attribute attribute() {
        return new Attribute(NAME, token());
    }
}
