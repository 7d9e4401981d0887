package io.sipcast.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuQuotaTest {
    @TempDir private Path folder;

    @Test
    void ofVersionTwo() throws IOException {
        group("0::/system.slice/sipcast.service");
        write("system.slice/sipcast.service/cpu.max", "150000 100000");

        assertThat(quota().read()).hasValue(1.5);
    }

    @Test
    void theLeastOfAllAboveCounts() throws IOException {
        group("0::/a/b");
        write("a/b/cpu.max", "max 100000");
        write("a/cpu.max", "50000 100000");
        write("cpu.max", "400000 100000");

        assertThat(quota().read()).hasValue(0.5);
    }

    @Test
    void inAContainerTheGroupIsTheRoot() throws IOException {
        group("0::/../../docker/0a1b");
        write("cpu.max", "200000 100000");

        assertThat(quota().read()).hasValue(2);
    }

    @Test
    void ofVersionOne() throws IOException {
        group("5:memory:/m", "4:cpu,cpuacct:/docker/0a1b", "0::/");
        write("cpu,cpuacct/docker/0a1b/cpu.cfs_quota_us", "25000");
        write("cpu,cpuacct/docker/0a1b/cpu.cfs_period_us", "50000");
        write("cpu,cpuacct/cpu.cfs_quota_us", "-1");
        write("cpu,cpuacct/cpu.cfs_period_us", "100000");

        assertThat(quota().read()).hasValue(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max 100000", "-1 100000", "0 100000", "100000 0", "", "1", "a b"})
    void noLimit(String text) throws IOException {
        group("0::/");
        write("cpu.max", text);

        assertThat(quota().read()).isEmpty();
    }

    @Test
    void whereThereAreNoGroups() throws IOException {
        assertThat(quota().read()).isEmpty();
        group("0::/a", "nonsense");
        assertThat(quota().read()).isEmpty();
    }

    private CpuQuota quota() {
        return new CpuQuota(folder.resolve("cgroup"), folder.resolve("mount"));
    }

    private void group(String... lines) throws IOException {
        Files.writeString(folder.resolve("cgroup"), String.join("\n", lines) + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve("mount").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }
}
