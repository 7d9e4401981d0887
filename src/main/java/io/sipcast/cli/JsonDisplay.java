package io.sipcast.cli;

import io.sipcast.api.Json;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** For programs: each line is an object with {@code event}, {@code at} and {@code data}. */
final class JsonDisplay implements Display {
    private final PrintWriter out;
    private final Clock clock;

    JsonDisplay(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void note(Note note) {
        // is for people
    }

    @Override
    public void live(LiveLine line, long nowNanos) {
        // is for people
    }

    @Override
    public void event(String name, Object data) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", name);
        line.put("at", clock.instant().toString());
        line.put("data", data);
        out.println(Json.write(line));
        out.flush();
    }

    @Override
    public void end(Ending ending) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("exitCode", ending.exitCode());
        data.put("status", ending.status());
        data.put("reason", ending.sentence());
        data.put("answeredSeconds", ending.seconds());
        event("end", data);
    }
}
