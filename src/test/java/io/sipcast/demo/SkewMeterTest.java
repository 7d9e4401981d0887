package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkewMeterTest {
    private static final long MILLI = 1_000_000;

    private final SkewMeter meter = new SkewMeter();

    @Test
    void knowsMeanAndWorst() {
        meter.flash(1000 * MILLI);
        meter.beep(1010 * MILLI);
        meter.beep(1970 * MILLI);
        meter.flash(2000 * MILLI);
        assertThat(meter.pairs()).isEqualTo(2);
        assertThat(meter.meanMillis()).isEqualTo(-10);
        assertThat(meter.worstMillis()).isEqualTo(-30);
    }

    @Test
    void passesOverWhatHasNoPartner() {
        meter.flash(0);
        meter.flash(1000 * MILLI);
        meter.flash(2000 * MILLI);
        meter.beep(2005 * MILLI);
        meter.beep(3005 * MILLI);
        meter.beep(4005 * MILLI);
        meter.flash(4000 * MILLI);
        assertThat(meter.pairs()).isEqualTo(2);
        assertThat(meter.worstMillis()).isEqualTo(5);
    }

    @Test
    void isZeroWithoutAnything() {
        assertThat(meter.meanMillis()).isZero();
    }
}
