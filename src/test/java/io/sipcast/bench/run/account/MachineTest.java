package io.sipcast.bench.run.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void namesTheProcessor() {
        assertThat(Machine.model("processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nstepping\t: 1\n"))
                .isEqualTo("Some CPU @ 3 GHz");
        assertThat(Machine.model("processor\t: 0\n")).isNotEmpty();
    }

    @Test
    void knowsItsMemory() {
        assertThat(Machine.totalMb("MemTotal:       24684152 kB\nMemFree: 1 kB\n"))
                .isEqualTo(24_105);
    }

    @Test
    void describesItselfInALine() {
        var machine = new Machine("Some CPU", 2, 24_105, "Linux 6.1", "Eclipse 25", "8.1");

        assertThat(machine.describe())
                .isEqualTo("Some CPU, 2 cores, 24 GB, Linux 6.1, Java Eclipse 25, FFmpeg 8.1");
    }
}
