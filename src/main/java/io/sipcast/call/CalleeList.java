package io.sipcast.call;

import io.sipcast.sip.message.Params;
import io.sipcast.sip.message.SipUri;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may be called: {@code call.allowed-callees}. A pattern with a scheme is compared with the
 * whole URI, one with {@code @} with user and host (and port, if it names one), any other with the
 * user alone; the case of letters does not matter. {@code *} stands for any characters, but never
 * for {@code @} or for the parameters of a user, in which a number may hide. Parameters of the URI
 * that could lead elsewhere are only allowed by a pattern for the whole URI. Pure.
 */
public final class CalleeList {
    public static final CalleeList EVERYBODY = new CalleeList(List.of());

    private static final Set<String> HARMLESS = Set.of("transport", "user");

    private final List<String> patterns;

    /** Everybody is allowed by no pattern at all. */
    public CalleeList(List<String> patterns) {
        this.patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
    }

    boolean allows(SipUri callee) {
        return patterns.isEmpty() || patterns.stream().anyMatch(one -> matches(one, callee));
    }

    private static boolean matches(String pattern, SipUri callee) {
        if (pattern.startsWith("sip:") || pattern.startsWith("sips:")) {
            return fits(pattern, withoutPassword(callee).print());
        }
        if (!HARMLESS.containsAll(names(callee.params()))) {
            return false;
        }
        String user = Objects.requireNonNullElse(callee.userText(), "");
        if (pattern.indexOf('@') < 0) {
            return fits(pattern, user);
        }
        String address = user + "@" + hostOf(callee);
        return fits(pattern, address) || fits(pattern, address + ":" + callee.portOr(5060));
    }

    private static Set<String> names(Params params) {
        return params.list().stream()
                .map(param -> param.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String hostOf(SipUri uri) {
        String host = uri.host().contains(":") ? "[" + uri.host() + "]" : uri.host();
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static SipUri withoutPassword(SipUri uri) {
        return new SipUri(
                uri.secure(), uri.user(), null, uri.host(), uri.port(), uri.params(), Params.NONE);
    }

    private static boolean fits(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : "[^@;]*").append(Pattern.quote(part));
        }
        return Pattern.matches(regex.toString(), text.toLowerCase(Locale.ROOT));
    }
}
