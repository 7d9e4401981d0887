package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Problem;
import io.sipcast.config.Config;
import io.sipcast.net.AddressBlock;
import io.sipcast.observe.Secret;
import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to the server. A call costs money, and a browser on this machine runs the pages of
 * strangers, so there are three walls:
 *
 * <ul>
 *   <li>the Host must be ours, or a stranger's name was pointed at us (DNS rebinding);
 *   <li>the Origin, where a browser sends one, must be ours or allowed;
 *   <li>the key, unless the client's address needs none.
 * </ul>
 */
final class Access {
    private static final Base64.Decoder BASE64 = Base64.getDecoder();

    private final @Nullable Secret key;
    private final boolean openToLoopback;
    private final List<AddressBlock> clients;
    private final Set<String> hosts;
    private final Set<String> origins;

    /**
     * Reads the rules.
     *
     * @throws IllegalArgumentException when an allowed client is no address
     */
    Access(Config.Http settings) {
        key = settings.apiKey().orElse(null);
        clients = settings.allowedClients().stream().map(Access::block).toList();
        openToLoopback = key == null && settings.address().isLoopbackAddress();
        hosts = settings.allowedHosts().stream().map(HostName::of).collect(Collectors.toSet());
        origins =
                settings.allowedOrigins().stream().map(Access::origin).collect(Collectors.toSet());
    }

    private static AddressBlock block(String text) {
        return AddressBlock.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "http.allowed-clients: " + text + " is no address"));
    }

    private static String origin(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The first wall. */
    void checkHost(Caller caller) {
        String name = caller.hostName();
        if (!HostName.isLoopback(name)
                && !HostName.is(name, caller.local())
                && !hosts.contains(name)) {
            throw new Problem(
                    421, "This server is not known by that host name: see http.allowed-hosts.");
        }
    }

    /**
     * The second wall.
     *
     * @return the foreign origin whose page may read the answer; null when none asks
     */
    @Nullable String checkOrigin(Caller caller) {
        String origin = caller.origin();
        if (origin == null || caller.sameOrigin()) {
            return null;
        }
        if (!origins.contains("*") && !origins.contains(origin.toLowerCase(Locale.ROOT))) {
            throw new Problem(
                    403, "Pages of that origin may not use this server: see http.allowed-origins.");
        }
        return origin;
    }

    /** The third wall. */
    void checkKey(Caller caller) {
        if (needsNoKey(caller.remote())) {
            return;
        }
        if (key == null) {
            throw new Problem(403, "That address is not one of http.allowed-clients.");
        }
        if (caller.authorization() == null || !hasKey(caller.authorization(), key)) {
            throw new Problem(401, "The API key is missing or wrong.", null, challenge());
        }
    }

    private boolean needsNoKey(InetAddress remote) {
        return (openToLoopback && remote.isLoopbackAddress())
                || clients.stream().anyMatch(block -> block.contains(remote));
    }

    /** Not Basic, though it is accepted: a browser would put its own dialog over our pages. */
    private static Map<String, String> challenge() {
        return Map.of("WWW-Authenticate", "Bearer realm=\"sipcast\"");
    }

    private static boolean hasKey(String authorization, Secret key) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
        String rest = authorization.substring(space + 1).trim();
        return switch (scheme) {
            case "bearer" -> key.matches(rest);
            case "basic" -> key.matches(basicPassword(rest));
            default -> false;
        };
    }

    private static String basicPassword(String encoded) {
        try {
            String pair = new String(BASE64.decode(encoded), UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
