package io.sipcast.config;

import java.util.List;

/** Reads the settings of the HTTP server. */
final class HttpValues {
    private HttpValues() {}

    static Config.Http read(Values values) {
        return new Config.Http(
                values.one(Keys.HTTP_ADDRESS),
                values.one(Keys.HTTP_PORT),
                values.optional(Keys.HTTP_API_KEY),
                values.list(Keys.HTTP_ALLOWED_CLIENTS),
                values.list(Keys.HTTP_ALLOWED_HOSTS),
                values.list(Keys.HTTP_ALLOWED_ORIGINS),
                values.list(Keys.HTTP_EMBED_ORIGINS),
                values.one(Keys.HTTP_SESSION_TIMEOUT),
                new Config.Http.Https(
                        values.one(Keys.HTTP_TLS_PORT),
                        values.optional(Keys.HTTP_TLS_CERTIFICATE),
                        values.optional(Keys.HTTP_TLS_KEY),
                        values.optional(Keys.HTTP_TLS_PASSWORD),
                        values.one(Keys.HTTP_TLS_SELF_SIGNED)));
    }

    static void check(Config.Http http, List<String> faults) {
        checkExposure(http, faults);
        checkTls(http.tls(), faults);
    }

    private static void checkExposure(Config.Http http, List<String> faults) {
        boolean guarded = http.apiKey().isPresent() || !http.allowedClients().isEmpty();
        if (!http.address().isLoopbackAddress() && !guarded) {
            faults.add(
                    "http.address = %s lets everyone who reaches it place calls at your cost; set %s, or %s"
                            .formatted(
                                    http.address().getHostAddress(),
                                    Keys.HTTP_API_KEY.name(),
                                    Keys.HTTP_ALLOWED_CLIENTS.name()));
        }
    }

    private static void checkTls(Config.Http.Https tls, List<String> faults) {
        String certificate = Keys.HTTP_TLS_CERTIFICATE.name();
        String key = Keys.HTTP_TLS_KEY.name();
        String password = Keys.HTTP_TLS_PASSWORD.name();
        if (tls.key().isPresent() && tls.certificate().isEmpty()) {
            faults.add(key + " is of no use without its certificate; set " + certificate);
        }
        if (tls.password().isPresent() && tls.certificate().isEmpty()) {
            faults.add(password + " is that of a PKCS #12 file; set " + certificate);
        }
        if (tls.password().isPresent() && tls.key().isPresent()) {
            faults.add(
                    "%s is that of a PKCS #12 file, which holds the key, too; unset it or %s"
                            .formatted(password, key));
        }
        if (tls.selfSigned() && (tls.key().isPresent() || tls.password().isPresent())) {
            faults.add(
                    "%s makes one PEM file of certificate and key; unset %s and %s"
                            .formatted(Keys.HTTP_TLS_SELF_SIGNED.name(), key, password));
        }
    }
}
