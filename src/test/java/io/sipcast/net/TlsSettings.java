package io.sipcast.net;

import io.sipcast.config.Config;
import io.sipcast.config.Config.ClientAuth;
import io.sipcast.peer.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ways to be set up for TLS in tests: whom we trust, who we are. */
record TlsSettings(
        @Nullable String own,
        @Nullable String ca,
        ClientAuth clientAuth,
        boolean verify,
        boolean wildcards) {

    /** Trusts the test authority and has no certificate. */
    static final TlsSettings CLIENT = new TlsSettings(null, "ca", ClientAuth.NONE, true, false);

    /** Is called with this certificate. */
    static TlsSettings as(String own) {
        return new TlsSettings(own, "ca", ClientAuth.NONE, true, false);
    }

    TlsSettings asking(ClientAuth clients) {
        return new TlsSettings(own, ca, clients, verify, wildcards);
    }

    TlsSettings trusting(@Nullable String authority) {
        return new TlsSettings(own, authority, clientAuth, verify, wildcards);
    }

    TlsSettings blind() {
        return new TlsSettings(own, ca, clientAuth, false, wildcards);
    }

    TlsSettings withWildcards() {
        return new TlsSettings(own, ca, clientAuth, verify, true);
    }

    /** On any free port. */
    SipTls load() {
        try {
            return SipTls.load(
                    new Config.Sip.Tls(
                            0,
                            Optional.ofNullable(own).map(TestCertificates::certificate),
                            Optional.ofNullable(own).map(TestCertificates::key),
                            Optional.ofNullable(ca).map(TestCertificates::certificate),
                            clientAuth,
                            verify,
                            wildcards));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
