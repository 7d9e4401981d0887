package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Problem;
import io.sipcast.config.Config;
import io.sipcast.net.AddressBlock;
import io.sipcast.observe.Secret;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to the server. A call costs money, and a browser on this machine runs the pages of
 * strangers, so there are three walls:
 *
 * <ul>
 *   <li>the Host must be ours, or a stranger's name was pointed at us (DNS rebinding);
 *   <li>the Origin, where a browser sends one, must be ours or allowed;
 *   <li>the key, or the cookie of a login that was made with it, unless the client's address needs
 *       none.
 * </ul>
 *
 * <p>A browser adds cookies to whatever any page asks for. So one counts for a request that may
 * change something only if its Origin is there, and ours: other pages, allowed ones too, bring the
 * key. Safe for use by any thread.
 */
final class Access {
    private static final Base64.Decoder BASE64 = Base64.getDecoder();

    private final FailedKeys failedKeys;
    private final Sessions sessions;
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
        this(settings, new SecureRandom(), System::nanoTime);
    }

    /** The same with its own chance and time. */
    Access(Config.Http settings, RandomGenerator random, LongSupplier nanoTime) {
        failedKeys = new FailedKeys("API", nanoTime);
        sessions = new Sessions(settings.sessionTimeout(), random, nanoTime);
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

    /**
     * The first wall.
     *
     * @param certified whether a name is one of our certificate, which no stranger's name can be
     */
    void checkHost(Caller caller, Predicate<String> certified) {
        String name = caller.hostName();
        if (!HostName.isLoopback(name)
                && !HostName.is(name, caller.local())
                && !hosts.contains(name)
                && !certified.test(name)) {
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
        if (!needsKey(caller)) {
            return;
        }
        if (caller.authorization() != null) {
            checkKey(caller, shownKey(caller.authorization()));
        } else if (!loggedIn(caller)) {
            throw noKey();
        } else if (!caller.safe()) {
            checkIsOurPage(caller);
        }
    }

    /**
     * Whether the client must show the key or log in.
     *
     * @throws Problem 403 when no key would help it
     */
    boolean needsKey(Caller caller) {
        if (needsNoKey(caller.remote())) {
            return false;
        }
        if (key == null) {
            throw new Problem(403, "That address is not one of http.allowed-clients.");
        }
        return true;
    }

    /** Whether its cookie is that of a login, which is used by this. */
    boolean loggedIn(Caller caller) {
        return tokens(caller).stream().anyMatch(sessions::use);
    }

    /**
     * Begins a login of who shows the key.
     *
     * @return the Set-Cookie field; empty where there is no key, so nothing to log in with
     */
    Optional<String> login(Caller caller, String shown) {
        if (key == null) {
            return Optional.empty();
        }
        checkKey(caller, shown);
        tokens(caller).forEach(sessions::close);
        return Optional.of(SessionCookie.of(caller).print(sessions.open()));
    }

    /** Ends the login; returns the Set-Cookie field. */
    String logout(Caller caller) {
        if (loggedIn(caller)) {
            checkIsOurPage(caller);
            tokens(caller).forEach(sessions::close);
        }
        return SessionCookie.of(caller).printGone();
    }

    private static List<String> tokens(Caller caller) {
        return SessionCookie.of(caller).tokens(caller.cookies());
    }

    private static void checkIsOurPage(Caller caller) {
        if (!caller.sameOrigin()) {
            throw new Problem(
                    403, "A login counts for our own pages: the Origin header must be ours.");
        }
    }

    private void checkKey(Caller caller, String shown) {
        if (shown.isEmpty()) {
            throw noKey();
        }
        failedKeys.check(caller.client());
        if (key == null || !key.matches(shown)) {
            failedKeys.wrong(caller.client(), shown);
            throw noKey();
        }
    }

    private static Problem noKey() {
        return new Problem(401, "The API key is missing or wrong.", null, challenge());
    }

    FailedKeys failedKeys() {
        return failedKeys;
    }

    Sessions sessions() {
        return sessions;
    }

    private boolean needsNoKey(InetAddress remote) {
        return (openToLoopback && remote.isLoopbackAddress())
                || clients.stream().anyMatch(block -> block.contains(remote));
    }

    /** Not Basic, though it is accepted: a browser would put its own dialog over our pages. */
    private static Map<String, String> challenge() {
        return Map.of("WWW-Authenticate", "Bearer realm=\"sipcast\"");
    }

    /** The key in an Authorization field; empty if there is none. */
    private static String shownKey(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
        String rest = authorization.substring(space + 1).trim();
        return switch (scheme) {
            case "bearer" -> rest;
            case "basic" -> basicPassword(rest);
            default -> "";
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
