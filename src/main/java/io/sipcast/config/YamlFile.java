package io.sipcast.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a YAML file into settings that know their line. It follows the parser's events itself: to
 * map them to objects takes a tenth of a start.
 */
final class YamlFile {
    /** More than any key has. */
    private static final int DEEPEST = 10;

    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

    private final Path file;
    private final List<String> faults;
    private final List<Setting> settings = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final Iterator<Event> events;

    private YamlFile(Path file, String text, List<String> faults) {
        this.file = file;
        this.faults = faults;
        events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    static List<Setting> read(Path file, List<String> faults) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException | UncheckedIOException e) {
            faults.add(file + ": can't be read: " + e);
            return List.of();
        }
        var reader = new YamlFile(file, text, faults);
        try {
            reader.document();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            faults.add(file + ":" + line(mark) + ": not YAML: " + firstLine(e.getProblem()));
        } catch (ReaderException e) {
            long before = text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
            faults.add(file + ":" + (before + 1) + ": not YAML: " + firstLine(e.getMessage()));
        } catch (YamlEngineException e) {
            faults.add(file + ": not YAML: " + firstLine(e.getMessage()));
        }
        return reader.settings;
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /** There is one in a file; it may be empty, or nothing but comments. */
    private void document() {
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, DocumentEnd, StreamEnd -> {}
                case DocumentStart -> documents++;
                default -> content(event, documents);
            }
        }
    }

    private void content(Event event, int document) {
        if (isNull(event)) {
            return;
        }
        if (document > 1) {
            fault(event, "settings behind \"---\" are not read: write them before it");
            skip(event);
        } else if (is(event, Event.ID.MappingStart)) {
            level();
        } else {
            fault(event, "expected keys such as rtmp.port");
            skip(event);
        }
    }

    /** Reads the keys of one level, behind its start. */
    private void level() {
        for (Event key = events.next(); !is(key, Event.ID.MappingEnd); key = events.next()) {
            if (key instanceof ScalarEvent name) {
                path.addLast(name.getValue());
                value(key, events.next());
                path.removeLast();
            } else {
                fault(key, "a key is a plain word, such as rtmp");
                skip(key);
                skip(events.next());
            }
        }
    }

    private void value(Event key, Event value) {
        int line = line(key.getStartMark());
        switch (value) {
            case ScalarEvent scalar when isNull(value) || scalar.getValue().isBlank() ->
                    add(List.of(), false, line);
            case ScalarEvent scalar -> add(List.of(scalar.getValue().strip()), false, line);
            case Event start when is(start, Event.ID.MappingStart) && path.size() > DEEPEST -> {
                fault(value, at() + ": no setting is as deep as this");
                skip(value);
            }
            case Event start when is(start, Event.ID.MappingStart) -> level();
            case Event start when is(start, Event.ID.SequenceStart) -> add(list(), true, line);
            default -> fault(value, at() + ": write the value itself instead of an alias");
        }
    }

    private List<String> list() {
        List<String> values = new ArrayList<>();
        int rows = 0;
        for (Event value = events.next(); !is(value, Event.ID.SequenceEnd); value = events.next()) {
            if (value instanceof ScalarEvent scalar) {
                values.add(scalar.getValue().strip());
            } else if (is(value, Event.ID.MappingStart) && isTable()) {
                row(value, rows++);
            } else {
                fault(value, at() + ": expected a list of plain values");
                skip(value);
            }
        }
        return values;
    }

    private boolean isTable() {
        return at().equals(InboundKeys.RULES.name());
    }

    /** Reads the keys of one object of a list, behind its start. */
    private void row(Event start, int number) {
        String name = path.removeLast();
        path.addLast(Table.row(name, number));
        add(List.of(), false, line(start.getStartMark()));
        level();
        path.removeLast();
        path.addLast(name);
    }

    private void add(List<String> values, boolean list, int line) {
        String key = at();
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

    /** What begins with this event. */
    private void skip(Event start) {
        int depth = depth(start);
        while (depth > 0) {
            depth += depth(events.next());
        }
    }

    private static int depth(Event event) {
        return switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            default -> 0;
        };
    }

    private static boolean isNull(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && NULL.contains(scalar.getValue());
    }

    private static boolean is(Event event, Event.ID id) {
        return event.getEventId() == id;
    }

    private String at() {
        return String.join(".", path);
    }

    private void fault(Event event, String what) {
        faults.add(file + ":" + line(event.getStartMark()) + ": " + what);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }
}
