package io.sipcast.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the gateway has found wrong with a call; each is said once while it lasts. */
final class Findings {
    /** One that comes and goes is not said each time. */
    private static final long REST_NANOS = Duration.ofSeconds(60).toNanos();

    private final Map<String, Long> seen = new HashMap<>();

    /** Takes all that there are now; returns those that are new. */
    List<Note> take(JsonNode findings, long nowNanos) {
        List<Note> notes = new ArrayList<>();
        seen.values().removeIf(at -> nowNanos - at > REST_NANOS);
        for (JsonNode finding : findings.values()) {
            if (seen.put(identity(finding), nowNanos) == null) {
                notes.add(note(finding));
            }
        }
        return notes;
    }

    /** The numbers in its sentence change while it lasts. */
    private static String identity(JsonNode finding) {
        return finding.path("where").asString("")
                + finding.path("stage").asString("")
                + finding.path("level").asString("")
                + finding.path("text").asString("").replaceAll("[0-9.,]+", "#");
    }

    private static Note note(JsonNode finding) {
        String where = finding.path("where").asString("");
        String subject = where.startsWith("output:") ? "target" : where;
        return Note.of(
                switch (finding.path("level").asString("")) {
                    case "error" -> Tone.BAD;
                    case "warning" -> Tone.WARNING;
                    default -> Tone.PLAIN;
                },
                (subject.isEmpty() ? "" : subject + ": ") + finding.path("text").asString(""));
    }
}
