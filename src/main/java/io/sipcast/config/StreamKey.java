package io.sipcast.config;

import io.sipcast.live.StreamName;
import io.sipcast.observe.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that opens streams of the embedded RTMP server.
 *
 * @param app whose streams it opens; {@code *} for every app
 * @param name of the one stream that it opens; {@code *} for every one of the app
 */
public record StreamKey(String app, String name, Secret key) {
    private static final String ANY = "*";
    private static final Pattern TEXT =
            Pattern.compile("(?<app>[^/=\\s]+)(?:/(?<name>[^=\\s]+))?=(?<key>[A-Za-z0-9._~-]+)");

    /**
     * Reads {@code app=key}, {@code app/name=key} or {@code *=key}. A key has only characters that
     * need no encoding in a URL.
     *
     * @throws IllegalArgumentException when it is written otherwise
     */
    static StreamKey parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no stream key");
        }
        String name = parts.group("name");
        return new StreamKey(
                parts.group("app"), name == null ? ANY : name, new Secret(parts.group("key")));
    }

    /** Whether it is for this stream. */
    public boolean names(StreamName stream) {
        return (app.equals(ANY) || app.equals(stream.app()))
                && (name.equals(ANY) || name.equals(stream.name()));
    }
}
