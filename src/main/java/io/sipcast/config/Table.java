package io.sipcast.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of objects. Each cell is a setting of its own: {@code inbound.rules[0].called}. So a cell
 * of the file can be set anew on the command line; the environment has no names for cells.
 *
 * @param name of the whole
 * @param columns the keys that each row may have, by their last part
 */
record Table(String name, List<Key<?>> columns) {
    private static final Pattern CELL = Pattern.compile("(.+)\\[(\\d{1,4})](?:\\.(.+))?");

    Table {
        columns = List.copyOf(columns);
    }

    /** A row begins: with nothing in it, the row is there all the same. */
    static String row(String table, int row) {
        return table + "[" + row + "]";
    }

    /** The key of one cell. */
    <T> Key<T> cell(int row, Key<T> column) {
        return new Key<>(
                row(name, row) + "." + column.name(),
                column.standard(),
                column.kind(),
                column.shape());
    }

    /** The numbers of the rows that are there. */
    SortedSet<Integer> rows(Map<String, Setting> settings) {
        SortedSet<Integer> rows = new TreeSet<>();
        for (String key : settings.keySet()) {
            Matcher cell = CELL.matcher(key);
            if (cell.matches() && cell.group(1).equals(name)) {
                rows.add(Integer.valueOf(cell.group(2)));
            }
        }
        return rows;
    }

    /** The names that could stand in the place of this one; empty when it is no cell of ours. */
    Optional<List<String>> candidates(String key) {
        Matcher cell = CELL.matcher(key);
        if (!cell.matches() || !cell.group(1).equals(name)) {
            return Optional.empty();
        }
        String row = row(name, Integer.parseInt(cell.group(2)));
        return Optional.of(
                cell.group(3) == null
                        ? List.of(row)
                        : columns.stream().map(column -> row + "." + column.name()).toList());
    }
}
