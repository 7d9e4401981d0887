package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Answer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags, RFC 9110 §8.8.3, and the condition If-None-Match, §13.1.2. Ours are weak: the same
 * tag stands for the compressed form.
 */
final class EntityTag {
    private static final String ETAG = "ETag";

    private EntityTag() {}

    /** The tag of what is sent. */
    static String of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether the client has this already, compared weakly.
     *
     * @param field If-None-Match: tags with commas between them, or {@code *}
     */
    static boolean matches(@Nullable String field, String tag) {
        return field != null
                && Arrays.stream(field.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || opaque(one).equals(opaque(tag)));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** The answer with its tag, or 304 if the client has it; what has no body to compare stays. */
    static Answer conditional(HttpServerRequest request, Answer answer) {
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        boolean json = answer.type().equals("application/json") && !answer.body().isEmpty();
        String given = answer.headers().get(ETAG);
        if (!read || answer.status() != 200 || (given == null && !json)) {
            return answer;
        }
        String tag = given == null ? of(answer.body().getBytes(UTF_8)) : given;
        return matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)
                ? new Answer(304, answer.type(), "", Map.of(ETAG, tag))
                : answer.with(ETAG, tag);
    }
}
