package io.sipcast.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bench.peers.PictureLoop.Codec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureLoopTest {
    @TempDir Path folder;

    @Test
    void itsBitRateAndItsPacketsAreAsAskedFor() {
        PictureLoop made = PictureLoop.of(Codec.H264, 320, 180, 25, 300_000, folder);
        PictureLoop again = PictureLoop.of(Codec.H264, 320, 180, 25, 300_000, folder);

        assertThat(made.pictures()).isEqualTo(250);
        assertThat(made.bitrateBps()).isBetween(200_000, 400_000);
        assertThat(again.packets()).isEqualTo(made.packets());
        assertThat(made.parameters()).contains("profile-level-id=42", "sprop-parameter-sets=");
        int markers = 0;
        for (int i = 0; i < made.packets(); i++) {
            assertThat(again.payload(i)).isEqualTo(made.payload(i)).hasSizeLessThan(1201);
            assertThat(made.dueNanos(i))
                    .isBetween(markers * 40_000_000L, (markers + 1) * 40_000_000L - 1);
            assertThat(made.ticks(i)).isEqualTo(markers * 3600);
            markers += made.marker(i) ? 1 : 0;
        }
        assertThat(markers).isEqualTo(250);
    }
}
