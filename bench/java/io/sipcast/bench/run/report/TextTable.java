package io.sipcast.bench.run.report;

import java.util.ArrayList;
import java.util.List;

/** The table for a terminal. */
public final class TextTable {
    private static final int WIDEST = 60;

    private TextTable() {}

    /** With what readers should know, and the machine, below. */
    public static String print(Report report) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.HEAD);
        rows.addAll(report.rows());
        int[] widths = widths(rows);
        var text = new StringBuilder();
        for (Row row : rows) {
            text.append(line(row, widths)).append('\n');
        }
        report.outcomes().stream()
                .filter(outcome -> outcome.worth() == Outcome.Worth.MEASURED)
                .forEach(o -> o.notes().forEach(n -> text.append(o.scenario() + ": " + n + "\n")));
        text.append('\n').append(report.machine().describe()).append('\n');
        report.warnings().forEach(warning -> text.append(warning).append('\n'));
        return text.toString();
    }

    private static int[] widths(List<Row> rows) {
        int[] widths = new int[Row.HEAD.cells().size()];
        for (Row row : rows) {
            for (int i = 0; i < widths.length; i++) {
                int length = row.cells().get(i).length();
                widths[i] = Math.max(widths[i], length > WIDEST ? 0 : length);
            }
        }
        return widths;
    }

    private static String line(Row row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.cells().get(i);
            line.append(cell).repeat(' ', Math.max(0, widths[i] - cell.length()) + 2);
        }
        return line.toString().stripTrailing();
    }
}
