package io.sipcast.rtmp.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the answer to a challenge is computed; each gives the query that the next connect adds to
 * {@code app} and {@code tcUrl}.
 */
enum LoginScheme {
    /**
     * <pre>
     * secret   = base64(MD5(user salt password))
     * response = base64(MD5(secret opaque challenge2)), the server's challenge where it has no opaque
     * </pre>
     */
    ADOBE {
        @Override
        String answer(
                Credentials credentials, String app, Map<String, String> asked, String ownNonce) {
            String salt = asked.getOrDefault("salt", "");
            String secret = base64(credentials.user() + salt + credentials.password());
            @Nullable String opaque = asked.get("opaque");
            String echoed = opaque != null ? opaque : asked.getOrDefault("challenge", "");
            String response = base64(secret + echoed + ownNonce);
            return named(credentials)
                    + "&challenge="
                    + ownNonce
                    + "&response="
                    + response
                    + (opaque == null ? "" : "&opaque=" + opaque);
        }
    },
    /**
     * HTTP digest (RFC 2617 §3.2.2) of realm {@code live}, method {@code publish} and the
     * application as the path, in its instance where it names none.
     */
    LLNW {
        @Override
        String answer(
                Credentials credentials, String app, Map<String, String> asked, String ownNonce) {
            String nonce = asked.getOrDefault("nonce", "");
            String path = app.indexOf('/') < 0 ? app + "/_definst_" : app;
            String who = hex(credentials.user() + ":live:" + credentials.password());
            String what = hex("publish:/" + path);
            String response = hex(String.join(":", who, nonce, COUNT, ownNonce, "auth", what));
            return named(credentials)
                    + "&nonce="
                    + nonce
                    + "&cnonce="
                    + ownNonce
                    + "&nc="
                    + COUNT
                    + "&response="
                    + response;
        }
    };

    private static final String COUNT = "00000001";

    /** The query that says who wants in and asks for a challenge. */
    String named(Credentials credentials) {
        return "authmod=" + token() + "&user=" + Credentials.inQuery(credentials.user());
    }

    /**
     * The query that answers a challenge.
     *
     * @param app without a query
     * @param asked the fields of the challenge
     * @param ownNonce fresh, eight hex digits
     */
    abstract String answer(
            Credentials credentials, String app, Map<String, String> asked, String ownNonce);

    /** As {@code authmod} names it. */
    String token() {
        return switch (this) {
            case ADOBE -> "adobe";
            case LLNW -> "llnw";
        };
    }

    static @Nullable LoginScheme of(String token) {
        return switch (token) {
            case "adobe" -> ADOBE;
            case "llnw" -> LLNW;
            default -> null;
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(md5(text));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(md5(text));
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
