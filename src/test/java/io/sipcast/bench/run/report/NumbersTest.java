package io.sipcast.bench.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void threeDigitsCount() {
        assertThat(Numbers.text(0.0082)).isEqualTo("0.00820");
        assertThat(Numbers.text(0.784)).isEqualTo("0.784");
        assertThat(Numbers.text(12.34)).isEqualTo("12.3");
        assertThat(Numbers.text(1234.5)).isEqualTo("1235");
        assertThat(Numbers.text(150)).isEqualTo("150");
        assertThat(Numbers.text(0)).isEqualTo("0");
        assertThat(Numbers.text(Double.NaN)).isEqualTo("–");
    }

    @Test
    void axesEndAtRoundNumbers() {
        assertThat(Scale.upTo(9.3)).isEqualTo(new Scale(10, 2));
        assertThat(Scale.upTo(200).marks()).containsExactly(0.0, 50.0, 100.0, 150.0, 200.0);
        assertThat(Scale.upTo(0.012).top()).isGreaterThanOrEqualTo(0.012);
        assertThat(Scale.upTo(0)).isEqualTo(new Scale(1, 0.5));
    }
}
