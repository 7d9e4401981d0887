package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NtpTimeTest {
    private static final NtpTime EXAMPLE = NtpTime.of(Instant.parse("1995-11-10T11:33:25.125Z"));

    @Test
    void isTheExampleOfRfc3550() {
        assertThat(EXAMPLE.bits()).isEqualTo(0xb44d_b705_2000_0000L);
        assertThat(EXAMPLE.middle()).isEqualTo(0xb705_2000);
        assertThat(new NtpTime(0).isUnknown()).isTrue();
        assertThat(EXAMPLE.isUnknown()).isFalse();
    }

    @Test
    void measuresSpansOfAnySign() {
        for (long nanos : new long[] {0, 1, 999_999_999, 3_600_000_000_001L, -1, -1_500_000_000}) {
            assertThat(EXAMPLE.plusNanos(nanos).nanosSince(EXAMPLE)).isBetween(nanos - 1, nanos);
        }
        assertThat(EXAMPLE.plusNanos(125_000_000).bits() & 0xFFFF_FFFFL).isEqualTo(0x4000_0000L);
    }

    @Test
    void goesOnInTheEraAfter2036() {
        NtpTime before = NtpTime.of(Instant.parse("2036-02-07T06:28:15Z"));
        NtpTime after = NtpTime.of(Instant.parse("2036-02-07T06:28:17Z"));
        assertThat(before.bits() >>> 32).isEqualTo(0xFFFF_FFFFL);
        assertThat(after.bits() >>> 32).isEqualTo(1);
        assertThat(after.nanosSince(before)).isEqualTo(2_000_000_000);
        assertThat(before.nanosSince(after)).isEqualTo(-2_000_000_000);
    }

    @Test
    void convertsShortUnits() {
        assertThat(NtpTime.toShortUnits(5_250_000_000L)).isEqualTo(0x5_4000);
        assertThat(NtpTime.fromShortUnits(0x5_4000)).isEqualTo(5_250_000_000L);
        assertThat(NtpTime.toShortUnits(-1)).isZero();
    }
}
