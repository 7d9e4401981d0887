package io.sipcast.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the stream is published too.
 *
 * @param url with the app
 * @param stream the name, or the key, with its query
 */
public record TargetUrl(String url, String stream) {
    private static final Pattern WHOLE =
            Pattern.compile("(?i)(rtmps?://[^/\\s?#]+/[^?#\\s]*[^/?#\\s])/([^/?#\\s]+(\\?\\S*)?)");

    /**
     * Splits a whole URL at the last slash of its path.
     *
     * @throws IllegalArgumentException with a sentence that does not show the URL: it is a key
     */
    public static TargetUrl parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new IllegalArgumentException(
                    "it must be a whole URL, rtmp://HOST/APP/NAME or rtmps://HOST/APP/NAME");
        }
        return new TargetUrl(whole.group(1), whole.group(2));
    }

    public Map<String, Object> json() {
        return Map.of("url", url, "stream", stream);
    }

    /** Not the name: it may be a key. */
    @Override
    public String toString() {
        return url + "/***";
    }
}
