package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Calls over bad networks, and what came of them, in a table that a change is compared with; and a
 * strict ingest that has nothing to complain of in any of them. After a change that is meant,
 * {@code mvn test -Dtest=NetworksTest -Dnetworks.write=true} writes the table anew; a line without
 * figures is a new network.
 */
class NetworksTest {
    private static final Path TABLE = Path.of("src/test/resources/media/networks.txt");
    private static final boolean WRITE = Boolean.getBoolean("networks.write");
    private static final long SEED = 20_261_125;

    /** A line: a name, what is done, and what came of it. */
    private record Row(String name, String network, String figures) {
        static Row parse(String line) {
            String[] parts = line.split("\\|", -1);
            return new Row(parts[0].strip(), parts[1].strip(), parts[2].strip());
        }

        String print(NetworkFigures is) {
            return "%-18s| %-66s|%s".formatted(name, network, is);
        }
    }

    @TestFactory
    Collection<DynamicTest> everyNetwork() throws IOException {
        List<String> lines = Files.readAllLines(TABLE);
        List<Row> rows =
                lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(Row::parse)
                        .toList();
        List<String> written =
                lines.stream()
                        .filter(line -> line.startsWith("#"))
                        .collect(Collectors.toCollection(ArrayList::new));
        List<DynamicTest> tests = new ArrayList<>();
        rows.forEach(
                row -> tests.add(DynamicTest.dynamicTest(row.name(), () -> test(row, written))));
        tests.add(DynamicTest.dynamicTest("the table", () -> write(written)));
        return tests;
    }

    private static void test(Row row, List<String> written) {
        Network network = Network.parse(row.network());
        NetworkFigures is = new NetworkCall(network, SEED).run();
        written.add(row.print(is));
        keepsThePromises(network, is);
        if (!WRITE) {
            assertThat(is.differences(NetworkFigures.parse(row.figures())))
                    .as(row.print(is))
                    .isEmpty();
        }
    }

    /** Whatever the figures were before. */
    private static void keepsThePromises(Network network, NetworkFigures is) {
        // of another speaker there are no reports at first: its jitter is all there is to go by
        int unknown = network.trouble() == Network.Trouble.SPEAKER ? network.jitter() : 0;
        if (network.reports().useful()) {
            assertThat(Math.abs(is.skew()))
                    .as("pictures with their sound")
                    .isLessThan(40 + unknown);
        } else {
            assertThat(is.skew()).as("as it arrives").isBetween(80L, 160L);
        }
        if (network.loss() == 0 && network.stall() < 1_000) {
            assertThat(is.filled()).as("after it has learned").isLessThan(500);
        }
        assertThat(is.moved())
                .as("the delay stays")
                .isLessThan(40 + network.jitter() + network.burst() / 2);
    }

    private static void write(List<String> lines) throws IOException {
        if (WRITE) {
            Files.write(TABLE, lines);
        }
    }
}
