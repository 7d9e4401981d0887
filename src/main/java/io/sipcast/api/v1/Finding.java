package io.sipcast.api.v1;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something about a call that whoever operates it should know.
 *
 * @param where {@code audio}, {@code video}, {@code callee} or {@code output:ID}
 * @param stage of the media path; null where it is not of one
 * @param text what is wrong, and what to do about it
 */
record Finding(String where, @Nullable String stage, Level level, String text) {
    /** How bad it is. */
    enum Level {
        INFO,
        WARNING,
        ERROR
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("where", where);
        json.put("stage", stage);
        json.put("level", level.name().toLowerCase(Locale.ROOT));
        json.put("text", text);
        return json;
    }
}
