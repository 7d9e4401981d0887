package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceExtenderTest {
    private final SequenceExtender sequences = new SequenceExtender();

    @Test
    void countsOnPastTheWrap() {
        assertThat(sequences.extend(65534)).isEqualTo(65534);
        assertThat(sequences.extend(65535)).isEqualTo(65535);
        assertThat(sequences.extend(0)).isEqualTo(65536);
        assertThat(sequences.extend(65535)).as("an old one").isEqualTo(65535);
        assertThat(sequences.highest()).isEqualTo(65536);
        assertThat(sequences.near(2)).isEqualTo(65538);
        assertThat(sequences.highest()).isEqualTo(65536);
    }

    @Test
    void whatCameBeforeTheFirstMayBeNegative() {
        sequences.extend(0);
        assertThat(sequences.extend(65535)).isEqualTo(-1);
        assertThat(sequences.highest()).isZero();
        sequences.reset();
        assertThat(sequences.extend(65535)).isEqualTo(65535);
    }

    @Test
    void followsAnyOrderWithinHalfTheRange() {
        Random random = new Random(16);
        long truth = 0;
        sequences.extend(0);
        for (int i = 0; i < 100_000; i++) {
            truth += random.nextInt(1000) - 300;
            truth = Math.max(truth, sequences.highest() - 30_000);
            assertThat(sequences.extend((int) truth & 0xFFFF)).isEqualTo(truth);
        }
        assertThat(truth).isGreaterThan(1 << 20);
    }
}
