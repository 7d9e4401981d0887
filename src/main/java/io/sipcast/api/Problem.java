package io.sipcast.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be granted: a status and a sentence for whoever sent it. Stackless, because
 * any client can cause as many as it likes.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String field;
    private final transient Map<String, String> headers;

    public Problem(int status, String detail) {
        this(status, detail, null, Map.of());
    }

    public Problem(int status, String detail, @Nullable String field, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.field = field;
        this.headers = Map.copyOf(headers);
    }

    /** 400 that names the field at fault, and not its value: it may be a secret. */
    public static Problem field(String field, String why) {
        return new Problem(400, field + " " + why, field, Map.of());
    }

    public int status() {
        return status;
    }

    /** One sentence in plain words. */
    public String detail() {
        String message = getMessage();
        return message == null ? title() : message;
    }

    /** The name of the request's field or parameter at fault, if it is one. */
    public @Nullable String field() {
        return field;
    }

    /** Header fields that the answer must have. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The name of the status, RFC 9110 §15. */
    public String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 421 -> "Misdirected Request";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "Error";
        };
    }
}
