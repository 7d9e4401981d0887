package io.sipcast.bench.run.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void readsResidentAndProportionalPages() {
        String rollup =
                """
                561970d0d000-7ffc4eea5000 ---p 00000000 00:00 0                          [rollup]
                Rss:              204136 kB
                Pss:              150797 kB
                Pss_Dirty:           598 kB
                Shared_Clean:       3148 kB
                """;

        assertThat(Memory.parse(rollup)).isEqualTo(new Memory(204_136, 150_797));
    }

    @Test
    void addsProcesses() throws IOException {
        long me = ProcessHandle.current().pid();

        Memory once = Memory.of(List.of(me));
        Memory twice = Memory.of(List.of(me, me));

        assertThat(once.residentKb()).isGreaterThan(10_000);
        assertThat(twice.residentKb()).isGreaterThan(once.residentKb() * 3 / 2);
    }
}
