package io.sipcast;

import io.sipcast.cli.GatewayClient;
import io.sipcast.cli.Trust;
import io.sipcast.observe.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway places the call, and what it wants to see. */
final class GatewayOptions {
    private static final String USUAL = "http://127.0.0.1:8081";
    private static final Pattern URL = Pattern.compile("https?://[^/?#\\s@]+(/[^?#\\s]*)?");
    private static final Pattern KEY = Pattern.compile("[!-~]+");

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            order = 10,
            description = {"Its http or https address.", "Default: $SIPCAST_GATEWAY, else", USUAL})
    private @Nullable String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            order = 11,
            description =
                    "The file whose first line is its API key. Default: the key in"
                            + " $SIPCAST_API_KEY, if there is one.")
    private @Nullable Path keyFile;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            order = 12,
            arity = "0..1",
            interactive = true,
            description =
                    "The API key itself; asked for when left out. Whoever may list this machine's"
                            + " processes (ps) sees a key that stands here.")
    private @Nullable String key;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            order = 13,
            description =
                    "Certificates in PEM that an https gateway may have, or that vouch for it."
                            + " Default: those of the Java runtime.")
    private @Nullable Path trust;

    @Option(
            names = "--insecure",
            order = 14,
            description = "Take any certificate. For trials only: anyone can listen in.")
    private boolean insecure;

    @Option(
            names = "--standalone",
            order = 15,
            description =
                    "If no gateway answers there, run one in this process while the call lasts: on"
                            + " loopback, and on free ports where the usual ones are taken.")
    private boolean standalone;

    boolean standalone() {
        return standalone;
    }

    /**
     * A client of it.
     *
     * @throws IllegalArgumentException with a sentence when the options are wrong
     * @throws IOException with a sentence when a file cannot be read
     */
    GatewayClient client(Map<String, String> environment) throws IOException {
        return new GatewayClient(address(environment), key(environment), tls());
    }

    private URI address(Map<String, String> environment) {
        String given = url == null ? environment.getOrDefault("SIPCAST_GATEWAY", USUAL) : url;
        if (!URL.matcher(given).matches()) {
            throw new IllegalArgumentException(
                    "--gateway: expected an http or https URL, such as " + USUAL);
        }
        try {
            return URI.create(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--gateway: " + given + " is no URL", e);
        }
    }

    /** Not shown when it is wrong. */
    private Optional<Secret> key(Map<String, String> environment) throws IOException {
        var source = new SecretSource(key, keyFile, environment.get("SIPCAST_API_KEY"));
        Optional<Secret> read = source.read();
        if (read.isPresent() && !KEY.matcher(read.get().reveal()).matches()) {
            throw new IllegalArgumentException(
                    "The API key must be printable ASCII characters without spaces");
        }
        return read;
    }

    private Optional<SSLContext> tls() throws IOException {
        if (trust != null && insecure) {
            throw new IllegalArgumentException("--trust and --insecure exclude each other");
        }
        if (trust != null) {
            return Optional.of(Trust.of(trust));
        }
        return insecure ? Optional.of(Trust.anybody()) : Optional.empty();
    }
}
