package io.sipcast.bench.run.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTimeTest {
    @Test
    void countsAllButIdlenessWaitingAndGuestsWhoAreInUserTime() {
        String stat =
                """
                cpu  1000 200 300 99999 88888 10 20 70 400 50
                cpu0 500 100 150 49999 44444 5 10 35 200 25
                """;

        assertThat(MachineTime.parse(stat)).isEqualTo(16.0);
    }
}
