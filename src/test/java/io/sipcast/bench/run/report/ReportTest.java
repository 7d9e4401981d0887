package io.sipcast.bench.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bench.run.account.Machine;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Machine MACHINE =
            new Machine("Some | CPU", 2, 24_105, "Linux 6.1", "Eclipse 25", "8.1");

    @Test
    void tableHasValuesRatiosAndGoals() {
        String table = TextTable.print(report(audio(List.of()), growth()));

        assertThat(table.lines())
                .anySatisfy(line ->
                        assertThat(line.split(" {2,}"))
                                .containsExactly(
                                        "audio",
                                        "cores a call",
                                        "0.00820",
                                        "0.0205 ffmpeg",
                                        "0.400",
                                        "≤ 0.450",
                                        "met"));
        assertThat(table).contains("Some | CPU, 2 cores").doesNotContain("busy");
    }

    @Test
    void wrongContentVoidsTheFigures() {
        Report report = report(audio(List.of("wrong sound")));

        assertThat(TextTable.print(report))
                .contains("void: sipcast: wrong sound")
                .doesNotContain("0.400");
        assertThat(report.isGood()).isFalse();
    }

    @Test
    void saysWhatWasSkippedAndWhy() {
        Report report =
                report(growth(), Outcome.skipped("viewers", "Viewers", "nginx is not installed"));

        assertThat(TextTable.print(report)).contains("skipped: nginx is not installed");
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void saysWhenTheMachineWasBusy() {
        Reading reading = Readings.good(50);
        Reading busy =
                new Reading(
                        reading.pipe(),
                        reading.calls(),
                        reading.cores(),
                        reading.memory(),
                        reading.delay(),
                        0,
                        null,
                        new Reading.Surroundings(4, 0.7),
                        List.of());
        Report report = report(Outcome.measured("audio", "Sound", List.of(), List.of(busy)));

        assertThat(report.warnings())
                .containsExactly(
                        "The machine was busy with something else: 0.700 cores at worst. Only ratios"
                                + " count.");
    }

    @Test
    void markdownIsATableWithPictures(@TempDir Path folder) throws Exception {
        ReportFiles.write(report(audio(List.of()), growth()), folder);

        assertThat(Files.readString(folder.resolve("bench.md")))
                .contains("Some \\| CPU")
                .contains(
                        "| audio | cores a call | 0.00820 | 0.0205 ffmpeg | 0.400 | ≤ 0.450 | met |")
                .contains("![](beside.svg)")
                .contains("![](growth.svg)")
                .contains("- `growth-audio`: More and more calls. knee none up to 100 calls.");
        assertThat(folder.resolve("delay-audio.svg")).exists();
        assertThat(folder.resolve("delay-av.svg")).doesNotExist();
    }

    @Test
    void jsonHasEverything() {
        JsonNode json = new JsonMapper().readTree(JsonReport.print(report(audio(List.of()))));

        JsonNode scenario = json.path("scenarios").path(0);
        assertThat(json.path("machine").path("cores").asInt()).isEqualTo(2);
        assertThat(scenario.path("figures").path(0).path("ratio").asDouble()).isEqualTo(0.4);
        assertThat(scenario.path("figures").path(0).path("reached").asString()).isEqualTo("MET");
        JsonNode reading = scenario.path("readings").path(0);
        assertThat(reading.path("cores").asDouble()).isEqualTo(0.4);
        assertThat(reading.path("delayMillis").path(1).asDouble()).isEqualTo(3);
        assertThat(reading.path("pauses").path("longestMillis").asDouble()).isEqualTo(0.5);
    }

    @Test
    void plotsAreXmlThatBothKindsOfReadersCanSee() throws Exception {
        for (String plot : Plots.of(report(audio(List.of()), growth())).values()) {
            Document picture =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(plot)));
            assertThat(picture.getDocumentElement().getAttribute("aria-label")).isNotEmpty();
            assertThat(plot).contains("prefers-color-scheme:dark").doesNotContain("NaN");
        }
    }

    @Test
    void eachPointOfALineIsWhereItBelongs() {
        var line =
                new LineChart.Series(
                        "p99",
                        List.of(
                                new LineChart.Point(0, 0),
                                new LineChart.Point(100, 10),
                                new LineChart.Point(200, Double.NaN)));
        String plot = new LineChart("Delay", "calls", List.of(line), null).draw();

        // from the lower left corner to the upper right one
        assertThat(plot).contains("points=\"64.0,292.0 540.0,48.0\"");
        assertThat(plot).contains("<title>p99, 100: 10</title>");
    }

    private static Report report(Outcome... outcomes) {
        return new Report(
                Instant.parse("2026-01-02T03:04:05Z"),
                "abc123",
                MACHINE,
                "--rounds 3",
                List.of(outcomes));
    }

    private static Outcome audio(List<String> faults) {
        var cpu =
                new Figure(
                        "audio.cpu.ffmpeg",
                        "cores a call",
                        "",
                        0.0082,
                        new Figure.Rival("ffmpeg", 0.0205, 0.4));
        return Outcome.measured(
                "audio", "Sound", List.of(cpu), List.of(Readings.of(50, 0.4, 3, 0, faults)));
    }

    private static Outcome growth() {
        return new Outcome(
                "growth-audio",
                "More and more calls",
                Outcome.Worth.MEASURED,
                List.of(Figure.of("growth-audio.knee", "calls on one core", "", 100)),
                List.of(Readings.good(1), Readings.good(50), Readings.good(100)),
                List.of("knee none up to 100 calls"));
    }
}
