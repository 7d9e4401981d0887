package io.sipcast.bench.run.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** The report as Markdown, with the pictures beside it. */
public final class MarkdownTable {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private MarkdownTable() {}

    /**
     * Prints it.
     *
     * @param pictures names of files in the same folder
     */
    public static String print(Report report, List<String> pictures) {
        var text = new StringBuilder("# What a call costs\n\n");
        text.append("Measured by `bench/run")
                .append(report.options().isEmpty() ? "" : " " + report.options())
                .append("` on ")
                .append(DAY.format(report.at()))
                .append(", version ")
                .append(report.version())
                .append(".\n\n")
                .append(escape(report.machine().describe()))
                .append(".\n\n");
        report.warnings().forEach(w -> text.append("**").append(escape(w)).append("**\n\n"));
        text.append(line(Row.HEAD.cells()));
        text.append(line(Row.HEAD.cells().stream().map(_ -> "---").toList()));
        report.rows().forEach(row -> text.append(line(row.cells())));
        text.append('\n');
        pictures.forEach(picture -> text.append("![](%s)\n".formatted(picture)));
        text.append('\n').append(legend(report));
        return text.toString();
    }

    private static String legend(Report report) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.worth() != Outcome.Worth.SKIPPED)
                .map(outcome -> "- `%s`: %s".formatted(outcome.scenario(), described(outcome)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String described(Outcome outcome) {
        String notes = String.join("; ", outcome.notes());
        return escape(outcome.title() + (notes.isEmpty() ? "." : ". " + notes + "."));
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(MarkdownTable::escape)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
    }
}
