package io.sipcast.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a YAML file into settings that know their line. */
final class YamlFile {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private final Path file;
    private final List<String> faults;
    private final List<Setting> settings = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();

    private YamlFile(Path file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    static List<Setting> read(Path file, List<String> faults) {
        var reader = new YamlFile(file, faults);
        try (JsonParser parser = MAPPER.createParser(Files.readString(file))) {
            reader.document(parser);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            faults.add(file + ":" + line + ": not YAML: " + firstLine(e.getOriginalMessage()));
        } catch (IOException | UncheckedIOException e) {
            faults.add(file + ": can't be read: " + e);
        }
        return reader.settings;
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    private void document(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return; // empty, or nothing but comments
        }
        if (first != JsonToken.START_OBJECT) {
            fault(parser, "expected keys such as rtmp.port");
            return;
        }
        level(parser);
    }

    /** Reads the keys of one level; the parser stands at its start. */
    private void level(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            path.addLast(parser.currentName());
            int line = line(parser);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                level(parser);
            } else if (value == JsonToken.START_ARRAY) {
                add(list(parser), true, line);
            } else if (value == JsonToken.VALUE_NULL || parser.getString().isBlank()) {
                add(List.of(), false, line);
            } else {
                add(List.of(parser.getString().strip()), false, line);
            }
            path.removeLast();
        }
    }

    private List<String> list(JsonParser parser) {
        List<String> values = new ArrayList<>();
        int rows = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT && isTable()) {
                row(parser, rows++);
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                fault(parser, String.join(".", path) + ": expected a list of plain values");
                parser.skipChildren();
            } else {
                values.add(parser.getString().strip());
            }
        }
        return values;
    }

    private boolean isTable() {
        return String.join(".", path).equals(InboundKeys.RULES.name());
    }

    /** Reads the keys of one object of a list; the parser stands at its start. */
    private void row(JsonParser parser, int number) {
        String name = path.removeLast();
        path.addLast(Table.row(name, number));
        add(List.of(), false, line(parser));
        level(parser);
        path.removeLast();
        path.addLast(name);
    }

    private void add(List<String> values, boolean list, int line) {
        String key = String.join(".", path);
        for (Setting earlier : settings) {
            if (earlier.key().equals(key)) {
                faults.add(
                        "%s:%d: %s stands at %s already"
                                .formatted(file, line, key, earlier.origin()));
            }
        }
        if (!values.isEmpty() || !isSection(key)) {
            settings.add(new Setting(key, values, list, file + ":" + line));
        }
    }

    /** A heading whose keys are all commented out. */
    private static boolean isSection(String key) {
        return Keys.ALL.stream().anyMatch(known -> known.name().startsWith(key + "."));
    }

    private void fault(JsonParser parser, String what) {
        faults.add(file + ":" + line(parser) + ": " + what);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
