package io.sipcast.bench.run.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report in a folder: {@code bench.json}, {@code bench.md} and its plots. */
public final class ReportFiles {
    private ReportFiles() {}

    /**
     * Writes it, over an older one.
     *
     * @return the folder
     */
    public static Path write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> plots = Plots.of(report);
        for (Map.Entry<String, String> plot : plots.entrySet()) {
            Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        }
        List<String> names = new ArrayList<>(plots.keySet());
        Files.writeString(folder.resolve("bench.md"), MarkdownTable.print(report, names));
        Files.writeString(folder.resolve("bench.json"), JsonReport.print(report));
        return folder;
    }
}
