package io.sipcast.live;

/**
 * The name of a stream, {@code app/name}. Calls live in the app {@code live}.
 *
 * @param app without a slash, as in the path of an RTMP URL
 * @param name may have slashes; the part of an RTMP stream name before its query
 */
public record StreamName(String app, String name) {
    private static final String CALLS = "live";
    private static final int LONGEST = 255;

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException with a sentence for the user when a part is empty, too long
     *     or has a control character
     */
    public StreamName {
        check("app", app);
        check("stream name", name);
        if (app.indexOf('/') >= 0) {
            throw new IllegalArgumentException("the app of a stream must not contain a slash");
        }
    }

    /** A name in the app where calls live. */
    public static StreamName ofCall(String name) {
        return new StreamName(CALLS, name);
    }

    /**
     * The name that a user means: {@code app/name}, or that of a call without its app.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static StreamName parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? ofCall(text)
                : new StreamName(text.substring(0, slash), text.substring(slash + 1));
    }

    private static void check(String what, String part) {
        if (part.isBlank()) {
            throw new IllegalArgumentException("the " + what + " is empty");
        }
        if (part.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the " + what + " is longer than " + LONGEST + " characters");
        }
        if (part.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + what + " has a control character");
        }
    }

    @Override
    public String toString() {
        return app + "/" + name;
    }
}
