package io.sipcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bench.peers.SoundLoop;
import org.junit.jupiter.api.Test;

class FloorLoopTest {
    /** Of speech with noise AAC of 64 kbit/s takes most of its bits: all of it was encoded. */
    @Test
    void makesAacOfAllSound() {
        try (var loop = new FloorLoop(SoundLoop.pcmu().samples())) {
            assertThat(loop.coresPerCall(30)).isPositive();

            assertThat(loop.frames()).isBetween(30 * 48_000 / 1024 - 4L, 30 * 48_000 / 1024 + 1L);
            assertThat(loop.bytes() * 8 / 30).isBetween(20_000L, 80_000L);
        }
    }
}
