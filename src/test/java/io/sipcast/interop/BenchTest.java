package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bench.run.Plan;
import io.sipcast.bench.run.Settings;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import io.sipcast.bench.run.report.Report;
import io.sipcast.bench.run.report.ReportFiles;
import io.sipcast.peer.PeerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A smoke run of the bench: few calls with sound and pictures through the gateway and through
 * ffmpeg. What came through is judged by its content; how long anything took is not.
 */
@Tag("interop")
class BenchTest {
    private static final int CALLS = 5;

    private final Path folder = PeerProcess.folder("bench");

    @Test
    void measuresStreamsThatAreRight() throws Exception {
        Report report =
                Plan.of(List.of("av360"), settings(), Duration.ofMinutes(2))
                        .run(Instant.now(), "", _ -> {});

        Outcome outcome = report.outcomes().getFirst();
        // Holes and late packets are what a busy machine makes of it.
        assertThat(outcome.worth()).isNotEqualTo(Outcome.Worth.SKIPPED);
        assertThat(outcome.notes())
                .noneMatch(note -> note.contains("other sound than was sent"))
                .noneMatch(note -> note.contains("wrong pictures"))
                .noneMatch(note -> note.contains("was not recognized"));
        assertThat(outcome.readings())
                .extracting(Reading::pipe)
                .containsExactlyInAnyOrder("sipcast", "ffmpeg per call");
        assertThat(outcome.readings())
                .allSatisfy(reading -> {
                    assertThat(reading.calls()).isEqualTo(CALLS);
                    assertThat(reading.cores()).isPositive();
                    assertThat(reading.memory().residentKb()).isGreaterThan(10_000);
                    assertThat(reading.delay()).isNotNull();
                });
        assertThat(outcome.figure("av360.cpu.ffmpeg")).isPresent();
        ReportFiles.write(report, folder);
        assertThat(Files.readString(folder.resolve("bench.md"))).contains("| av360 |");
    }

    private Settings settings() {
        return new Settings(
                CALLS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                1,
                CALLS,
                0,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        GatewayProcess.classPath(),
                        "io.sipcast.Main",
                        "run"),
                folder);
    }
}
