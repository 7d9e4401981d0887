package io.sipcast;

import io.sipcast.observe.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The SIP account that calls. */
final class AccountOptions {
    @Option(
            names = "--login",
            paramLabel = "USER",
            order = 20,
            description = "The account's user: the caller is sip:USER@DOMAIN.")
    private @Nullable String login;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            order = 21,
            description =
                    "The file whose first line is its password. Default: $SIPCAST_PASSWORD, if"
                            + " it is set.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            order = 22,
            arity = "0..1",
            interactive = true,
            description =
                    "The password itself; asked for when left out. See --key about what others"
                            + " see.")
    private @Nullable String password;

    @Option(
            names = "--domain",
            paramLabel = "HOST",
            order = 23,
            description = "Its SIP domain; needed unless CALLEE is a whole URI.")
    private @Nullable String domain;

    @Option(
            names = "--proxy",
            paramLabel = "HOST",
            order = 24,
            description =
                    "The server that takes all requests: host, host:port;transport=tcp,"
                            + " sips:host. Default: that of the domain.")
    private @Nullable String proxy;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            order = 25,
            description = "The server's port. Default: that of its SRV records, else 5060.")
    private @Nullable Integer port;

    @Option(
            names = "--auth-name",
            paramLabel = "USER",
            order = 26,
            description = "The user in digest answers. Default: that of --login.")
    private @Nullable String authName;

    @Option(
            names = "--register",
            order = 27,
            description = "Register before the call, as some servers demand.")
    private boolean register;

    boolean hasDomain() {
        return domain != null;
    }

    /**
     * Adds the fields that say so.
     *
     * @throws IOException with a sentence when the password cannot be read
     */
    void addTo(Map<String, Object> fields, Map<String, String> environment) throws IOException {
        CallOptions.put(fields, "sipLogin", login);
        var source = new SecretSource(password, passwordFile, environment.get("SIPCAST_PASSWORD"));
        CallOptions.put(fields, "sipPassword", source.read().map(Secret::reveal).orElse(null));
        CallOptions.put(fields, "sipDomain", domain);
        CallOptions.put(fields, "sipOutboundProxy", proxy);
        CallOptions.put(fields, "sipPort", port);
        CallOptions.put(fields, "sipAuthenticationName", authName);
        if (register) {
            fields.put("sipRegisterRequired", true);
        }
    }
}
