package io.sipcast.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where the stream is published too, as last heard. */
final class Targets {
    private static final String PUBLISHING = "PUBLISHING";

    private record Target(
            String url, String status, int retries, boolean hasFailed, String reason) {
        static Target of(JsonNode json) {
            return new Target(
                    json.path("url").asString("?"),
                    json.path("status").asString("PENDING"),
                    json.path("retries").asInt(0),
                    json.path("failures").size() > 0,
                    json.path("reason").asString(""));
        }

        /** Not tried yet, as the stream has not begun; the reason says so. */
        boolean isNew() {
            return status.equals("PENDING") && retries == 0 && !hasFailed;
        }

        boolean publishes() {
            return status.equals(PUBLISHING);
        }
    }

    private final Map<String, Target> byId = new LinkedHashMap<>();

    /** Takes one, by its id, or by its URL where it has none; says what is new of it. */
    Optional<Note> take(JsonNode json) {
        Target now = Target.of(json);
        String id = json.path("id").asString(now.url());
        if (json.path("gone").asBoolean(false)) {
            byId.remove(id);
            return Optional.empty();
        }
        Target before = byId.put(id, now);
        return Optional.ofNullable(before == null ? first(now) : change(before, now));
    }

    private static @Nullable Note first(Target now) {
        return now.isNew() ? null : note(now);
    }

    private static @Nullable Note change(Target before, Target now) {
        boolean same = before.status().equals(now.status()) && before.reason().equals(now.reason());
        boolean returned = now.publishes() && before.retries() != now.retries();
        return now.isNew() || (same && !returned) ? null : note(now);
    }

    private static @Nullable Note note(Target target) {
        String why = target.reason().isEmpty() ? "" : ": " + target.reason();
        return switch (target.status()) {
            case PUBLISHING -> Note.of(Tone.GOOD, "target " + target.url() + " is on air");
            case "FAILED" -> Note.of(Tone.BAD, "target " + target.url() + " is given up" + why);
            case "PENDING" ->
                    Note.of(Tone.WARNING, "target " + target.url() + " is tried again" + why);
            default -> null; // it stopped, as its stream did
        };
    }

    /** Forgets all but these. */
    void keep(List<String> ids) {
        byId.keySet().retainAll(new ArrayList<>(ids));
    }

    int count() {
        return byId.size();
    }

    int publishing() {
        return (int) byId.values().stream().filter(Target::publishes).count();
    }
}
