package io.sipcast.api.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event, {@code RUN-NUMBER}: the number says nothing in another run of the gateway.
 *
 * @param run tells this run from all others
 * @param number one more than that of the event before
 */
record EventId(String run, long number) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,32})-(\\d{1,18})");

    /** Reads one; empty when it is none of ours. */
    static Optional<EventId> parse(@Nullable String text) {
        Matcher id = FORM.matcher(text == null ? "" : text.trim());
        return id.matches()
                ? Optional.of(new EventId(id.group(1), Long.parseLong(id.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return run + "-" + number;
    }
}
