package io.sipcast.bench.run.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {
    @Test
    void addsUserAndSystemTime() {
        String stat =
                "42 (java) S 1 42 42 0 -1 4194304 100 200 0 0 1234 566 77 88 20 0 30 0 5000 1 2";

        assertThat(ProcessTimes.parse(stat)).isEqualTo(18.0);
    }

    @Test
    void isNotMisledByAName() {
        String stat =
                "42 (a) 9 9 (b c) S 1 42 42 0 -1 4194304 100 200 0 0 150 50 7 8 20 0 30 0 5000 1 2";

        assertThat(ProcessTimes.parse(stat)).isEqualTo(2.0);
    }

    @Test
    void countsWhatWeTakeOurselves() throws IOException {
        List<Long> me = List.of(ProcessHandle.current().pid());
        double before = ProcessTimes.seconds(me);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 300_000_000L;
        long turns = 0;
        while (threads.getCurrentThreadCpuTime() < end) {
            turns++;
        }

        assertThat(turns).isPositive();
        assertThat(ProcessTimes.seconds(me)).isGreaterThan(before);
    }

    @Test
    void saysWhenAProcessHasEnded() {
        assertThatThrownBy(() -> ProcessTimes.seconds(List.of(Long.MAX_VALUE)))
                .isInstanceOf(IOException.class);
    }
}
