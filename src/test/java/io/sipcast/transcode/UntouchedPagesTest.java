package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UntouchedPagesTest {
    private static final int SIZE = 1 << 20;

    @BeforeAll
    static void load() {
        Ffmpeg.load();
    }

    /** Single bytes here and there, the very first and the last among them. */
    @Test
    void whatWasWrittenStaysAndTheRestIsGivenBack() {
        var memory = new BytePointer(avutil.av_mallocz(SIZE)).capacity(SIZE);
        try {
            byte[] written = new byte[SIZE];
            for (int at : new int[] {0, 70_000, 70_001, 300_000, 524_287, SIZE - 1}) {
                written[at] = (byte) (at % 100 + 1);
                memory.put(at, written[at]);
            }

            long given = UntouchedPages.giveBack(memory);

            byte[] read = new byte[SIZE];
            memory.get(read);
            assertThat(read).isEqualTo(written);
            assertThat(given).isBetween(SIZE - 8 * 65_536L, SIZE - 3 * 4096L);
            memory.put(200_000, (byte) 7);
            assertThat(memory.get(200_000)).isEqualTo((byte) 7);
        } finally {
            avutil.av_free(memory);
        }
    }

    @Test
    void anEncoderHasMuchToGive() {
        try (var codec = Codec.encoder("aac")) {
            codec.context().sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
            codec.context().sample_rate(48_000);
            codec.context().bit_rate(64_000);
            codec.context().time_base().num(1).den(48_000);
            avutil.av_channel_layout_default(codec.context().ch_layout(), 1);
            codec.open();

            // opening it has given them already
            assertThat(UntouchedPages.giveBack(codec.context().priv_data())).isGreaterThan(300_000);
        }
    }

    @Test
    void nothingIsNoAllocation() {
        assertThat(UntouchedPages.giveBack(new Pointer())).isZero();
    }
}
