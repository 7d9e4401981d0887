package io.sipcast.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request's query. Unlike fields of the body they are strict: a misspelt limit
 * would answer something else than was asked for, and nobody would notice.
 */
public final class Query {
    /** The most entries of one answer. */
    public static final int MOST = 1000;

    /** How many entries at most, {@code limit=1} to {@link #MOST}. */
    public static final String LIMIT = "limit";

    /** Only entries before this time, in the form of RFC 3339. */
    public static final String BEFORE = "before";

    private static final int LONGEST_NAME = 40;

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** None at all. */
    public static Query none() {
        return new Query(Map.of());
    }

    /**
     * Takes what was sent.
     *
     * @param given each name with the values it came with, decoded
     * @param known the names that the route takes
     * @throws Problem 400 that names the first parameter that is unknown or there twice
     */
    public static Query strict(Map<String, List<String>> given, Set<String> known) {
        given.forEach((name, values) -> check(name, values, known));
        return lenient(given, known);
    }

    /** Likewise, but what is unknown or there again is passed over. */
    public static Query lenient(Map<String, List<String>> given, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, all) -> {
            if (known.contains(name)) {
                values.put(name, all.getFirst());
            }
        });
        return new Query(values);
    }

    private static void check(String name, List<String> values, Set<String> known) {
        if (!known.contains(name)) {
            throw Problem.field(
                    shown(name), "is no parameter of this address: it takes " + list(known) + ".");
        }
        if (values.size() > 1) {
            throw Problem.field(name, "is there more than once.");
        }
    }

    private static String shown(String name) {
        boolean plain = name.length() <= LONGEST_NAME && name.matches("[\\w.\\[\\]-]+");
        return plain ? name : "A name in the query";
    }

    private static String list(Set<String> known) {
        return known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
    }

    /** The text of a parameter, null when it is absent or empty. */
    public @Nullable String text(String name) {
        String text = values.get(name);
        return text == null || text.isBlank() ? null : text;
    }

    /** How many entries are wanted at most: {@link #MOST} unless it is said. */
    public int limit() {
        String text = text(LIMIT);
        if (text == null) {
            return MOST;
        }
        if (text.matches("[0-9]{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        }
        throw Problem.field(LIMIT, "must be a number, 1 to " + MOST + ".");
    }

    /** Before which time entries are wanted; null: all. */
    public @Nullable Instant before() {
        String text = text(BEFORE);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw Problem.field(BEFORE, "must be a time such as 2026-01-02T03:04:05Z.");
        }
    }
}
