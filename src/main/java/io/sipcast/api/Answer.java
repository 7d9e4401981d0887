package io.sipcast.api;

import io.sipcast.bytes.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * What a method answers.
 *
 * @param status the HTTP status
 * @param type the media type of the body; without meaning when the body is empty
 * @param body as text; empty where there is {@code content}
 * @param content a body that is no text; else empty
 */
public record Answer(
        int status, String type, String body, Bytes content, Map<String, String> headers) {
    private static final String JSON = "application/json";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A body of text, or none. */
    public Answer(int status, String type, String body, Map<String, String> headers) {
        this(status, type, body, Bytes.EMPTY, headers);
    }

    /** 200 with bytes that are no text. */
    public static Answer bytes(String type, Bytes content) {
        return new Answer(200, type, "", content, Map.of());
    }

    /** 200 with nothing in it: the reference's way of saying that it is done. */
    public static Answer empty() {
        return new Answer(200, JSON, "", Map.of());
    }

    /** 200 with a value that {@link Json} can write. */
    public static Answer json(Object value) {
        return json(200, value);
    }

    public static Answer json(int status, Object value) {
        return new Answer(status, JSON, Json.write(value), Map.of());
    }

    public Answer as(String mediaType) {
        return new Answer(status, mediaType, body, content, headers);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, content, more);
    }

    public Answer with(Map<String, String> others) {
        Map<String, String> more = new HashMap<>(headers);
        more.putAll(others);
        return new Answer(status, type, body, content, more);
    }
}
