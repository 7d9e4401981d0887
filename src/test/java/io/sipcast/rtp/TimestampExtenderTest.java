package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimestampExtenderTest {
    private final TimestampExtender timestamps = new TimestampExtender();

    @Test
    void countsOnPastTheWrapBothWays() {
        assertThat(timestamps.extend(0xFFFF_FF00L)).isEqualTo(0xFFFF_FF00L);
        assertThat(timestamps.extend(0x10)).isEqualTo(0x1_0000_0010L);
        assertThat(timestamps.extend(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
        assertThat(timestamps.near(0x20)).isEqualTo(0x1_0000_0020L);
        assertThat(timestamps.extend(0xFFFF_FFF1L)).isEqualTo(0xFFFF_FFF1L);
    }

    @Test
    void goesOnForEver() {
        long truth = 7;
        timestamps.extend(truth);
        for (int i = 0; i < 1000; i++) {
            truth += 0x7000_0000L;
            assertThat(timestamps.extend(truth & 0xFFFF_FFFFL)).isEqualTo(truth);
        }
        timestamps.reset();
        assertThat(timestamps.extend(5)).isEqualTo(5);
    }
}
