package io.sipcast.sip.auth;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.sip.message.Lexer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One Authorization or Proxy-Authorization header, RFC 7616 §3.4.
 *
 * @param response lower-case hex
 * @param cnonce empty where the server wants no qop
 * @param nonceCount 0 where the server wants no qop
 */
public record DigestCredentials(
        String user,
        String realm,
        String nonce,
        String uri,
        String response,
        DigestAlgorithm algorithm,
        Qop qop,
        String cnonce,
        int nonceCount,
        @Nullable String opaque) {

    /** Answers a challenge. */
    static DigestCredentials of(
            Login login,
            DigestChallenge challenge,
            String method,
            String uri,
            Bytes body,
            String cnonce,
            int nonceCount) {
        Qop qop = challenge.chosenQop();
        DigestCredentials unsigned =
                new DigestCredentials(
                        login.user(),
                        challenge.realm(),
                        challenge.nonce(),
                        uri,
                        "",
                        challenge.algorithm(),
                        qop,
                        qop == Qop.NONE && !challenge.algorithm().isSession() ? "" : cnonce,
                        qop == Qop.NONE ? 0 : nonceCount,
                        challenge.opaque());
        return unsigned.withResponse(unsigned.expected(method, body, login.password()));
    }

    private DigestCredentials withResponse(String signed) {
        return new DigestCredentials(
                user, realm, nonce, uri, signed, algorithm, qop, cnonce, nonceCount, opaque);
    }

    /**
     * Reads the value of the header.
     *
     * @throws ProtocolException UNSUPPORTED for a scheme, algorithm or qop we don't have, else
     *     MALFORMED
     */
    public static DigestCredentials parse(String text) {
        AuthParams params = AuthParams.parse("credentials", text);
        Qop qop = parseQop(params.value("qop"));
        return new DigestCredentials(
                params.required("username"),
                params.required("realm"),
                params.required("nonce"),
                params.required("uri"),
                params.required("response").toLowerCase(Locale.ROOT),
                params.algorithm(),
                qop,
                params.values().getOrDefault("cnonce", ""),
                qop == Qop.NONE ? 0 : parseCount(params.value("nc")),
                params.value("opaque"));
    }

    private static Qop parseQop(@Nullable String token) {
        for (Qop qop : Qop.values()) {
            if (qop.token().equalsIgnoreCase(token == null ? "" : token)) {
                return qop;
            }
        }
        throw new ProtocolException(Fault.UNSUPPORTED, "Digest qop");
    }

    private static int parseCount(@Nullable String hex) {
        if (hex == null) {
            return 0;
        }
        if (hex.length() != 8 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new ProtocolException(Fault.MALFORMED, "Digest nc");
        }
        return HexFormat.fromHexDigits(hex);
    }

    /** Whether this is what the user with that password sends for such a request. */
    public boolean provenBy(String password, String method, Bytes body) {
        return MessageDigest.isEqual(
                expected(method, body, password).getBytes(StandardCharsets.UTF_8),
                response.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7616 §3.4.1 to §3.4.3. */
    private String expected(String method, Bytes body, String password) {
        String key = algorithm.hash(user + ":" + realm + ":" + password);
        if (algorithm.isSession()) {
            key = algorithm.hash(key + ":" + nonce + ":" + cnonce);
        }
        String request = method + ":" + uri;
        if (qop == Qop.AUTH_INT) {
            request += ":" + algorithm.hash(body.toArray());
        }
        String signed = algorithm.hash(request);
        return algorithm.hash(
                qop == Qop.NONE
                        ? key + ":" + nonce + ":" + signed
                        : String.join(":", key, nonce, count(), cnonce, qop.token(), signed));
    }

    private String count() {
        return HexFormat.of().toHexDigits(nonceCount);
    }

    /** The header's value. Which values are quoted is fixed by RFC 7616 §3.4. */
    public String print() {
        StringBuilder out = new StringBuilder(320).append("Digest username=");
        out.append(Lexer.quote(user));
        out.append(", realm=").append(Lexer.quote(realm));
        out.append(", nonce=").append(Lexer.quote(nonce));
        out.append(", uri=").append(Lexer.quote(uri));
        out.append(", response=").append(Lexer.quote(response));
        out.append(", algorithm=").append(algorithm.token());
        if (!cnonce.isEmpty()) {
            out.append(", cnonce=").append(Lexer.quote(cnonce));
        }
        if (opaque != null) {
            out.append(", opaque=").append(Lexer.quote(opaque));
        }
        if (qop != Qop.NONE) {
            out.append(", qop=").append(qop.token()).append(", nc=").append(count());
        }
        return out.toString();
    }

    /** Without the response: passwords are guessed from it. */
    @Override
    public String toString() {
        return "DigestCredentials[user=" + user + ", realm=" + realm + ", nc=" + nonceCount + "]";
    }
}
