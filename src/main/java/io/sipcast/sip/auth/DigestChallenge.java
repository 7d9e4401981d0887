package io.sipcast.sip.auth;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.sip.message.Lexer;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One WWW-Authenticate or Proxy-Authenticate header, RFC 7616 §3.3.
 *
 * @param stale only the nonce was too old, the password was right
 * @param qop what the server lets us choose from, never empty
 */
public record DigestChallenge(
        String realm,
        String nonce,
        @Nullable String opaque,
        boolean stale,
        DigestAlgorithm algorithm,
        Set<Qop> qop) {

    public DigestChallenge {
        qop = Set.copyOf(qop);
        if (qop.isEmpty()) {
            throw new IllegalArgumentException("no qop");
        }
    }

    /**
     * Reads the value of the header.
     *
     * @throws ProtocolException UNSUPPORTED for a scheme, algorithm or qop we don't have, else
     *     MALFORMED
     */
    public static DigestChallenge parse(String text) {
        AuthParams params = AuthParams.parse("challenge", text);
        String stale = params.value("stale");
        return new DigestChallenge(
                params.required("realm"),
                params.required("nonce"),
                params.value("opaque"),
                stale != null && stale.equalsIgnoreCase("true"),
                params.algorithm(),
                parseQop(params.value("qop")));
    }

    /** Unknown values are passed over, RFC 7616 §3.3; an empty list is one of none. */
    private static Set<Qop> parseQop(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Set.of(Qop.NONE);
        }
        Set<Qop> found = new TreeSet<>();
        Lexer in = new Lexer("qop", text);
        while (!in.atEnd()) {
            if (in.acceptSeparator(',')) {
                continue;
            }
            switch (in.token().toLowerCase(Locale.ROOT)) {
                case "auth" -> found.add(Qop.AUTH);
                case "auth-int" -> found.add(Qop.AUTH_INT);
                default -> {}
            }
            in.skipSpace();
        }
        if (found.isEmpty()) {
            throw new ProtocolException(Fault.UNSUPPORTED, "Digest qop");
        }
        return found;
    }

    /** The header's value. */
    public String print() {
        StringBuilder out = new StringBuilder("Digest realm=").append(Lexer.quote(realm));
        out.append(", nonce=").append(Lexer.quote(nonce));
        if (opaque != null) {
            out.append(", opaque=").append(Lexer.quote(opaque));
        }
        if (stale) {
            out.append(", stale=true");
        }
        out.append(", algorithm=").append(algorithm.token());
        if (!qop.contains(Qop.NONE)) {
            StringJoiner tokens = new StringJoiner(",");
            new TreeSet<>(qop).forEach(choice -> tokens.add(choice.token()));
            out.append(", qop=").append(Lexer.quote(tokens.toString()));
        }
        return out.toString();
    }

    /** The one we take: without the body where there is a choice. */
    Qop chosenQop() {
        for (Qop choice : Qop.values()) {
            if (qop.contains(choice)) {
                return choice;
            }
        }
        throw new IllegalStateException();
    }
}
