package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResampledEncoderTest {
    private static final int FRAME = 1024;
    private static final long FRAME_NANOS = FRAME * 1_000_000_000L / 48_000;
    private static final long BLOCK_NANOS = 20_000_000;

    private final List<MediaUnit> units = new ArrayList<>();
    private final ResampledEncoder encoder = new ResampledEncoder(new Counting(), 8000);

    @Test
    void framesFollowStreamTimeLessThePriming() {
        long start = 5_000_000_000L;
        for (int i = 0; i < 100; i++) {
            encode(start + i * BLOCK_NANOS, BLOCK_NANOS);
        }

        assertThat(units.getFirst().ptsNanos()).isEqualTo(start - FRAME_NANOS);
        assertThat(units.getLast().ptsNanos())
                .isBetween(start + 1_900_000_000L, start + 2_000_000_000L);
    }

    @Test
    void aDriftingSenderDoesNotMoveTheFrames() {
        long slow = BLOCK_NANOS + BLOCK_NANOS / 2000; // 500 ppm
        for (int i = 0; i < 50_000; i++) {
            encode(i * slow, slow);
        }

        long streamNanos = 50_000 * slow;
        assertThat(units.getLast().ptsNanos())
                .isBetween(streamNanos - 3 * FRAME_NANOS, streamNanos);
        for (int i = 1; i < units.size(); i++) {
            assertThat(units.get(i).ptsNanos() - units.get(i - 1).ptsNanos())
                    .isBetween(FRAME_NANOS - 1, FRAME_NANOS + 1);
        }
    }

    @Test
    void aHoleInTheTimelineIsAHoleInTheFrames() {
        encode(0, BLOCK_NANOS);
        encode(10 * BLOCK_NANOS, 10 * BLOCK_NANOS);
        encode(20 * BLOCK_NANOS, 10 * BLOCK_NANOS);

        assertThat(units.getLast().ptsNanos()).isGreaterThan(17 * BLOCK_NANOS);
    }

    @Test
    void followsAChangeOfTheSourcesRate() {
        encode(0, 50 * BLOCK_NANOS);
        long samples = 16_000;
        encoder.encode(
                new Pcm(50 * BLOCK_NANOS, 100 * BLOCK_NANOS, 16_000, new short[(int) samples]),
                units::add);

        assertThat(units.getLast().ptsNanos()).isBetween(96 * BLOCK_NANOS, 100 * BLOCK_NANOS);
    }

    private void encode(long startNanos, long nanos) {
        int samples = (int) Math.round(nanos * 8000 / 1e9);
        encoder.encode(
                new Pcm(startNanos, startNanos + nanos, 8000, new short[samples]), units::add);
    }

    /** Makes an empty frame of each 1024 samples, the first one at -1024, as AAC does. */
    private static final class Counting implements AudioEncoder {
        private long taken;
        private long next = -FRAME;

        @Override
        public Format.Audio format() {
            return new Format.Audio(Format.AudioCodec.AAC, Bytes.copyOf(new byte[] {1}), 48_000, 1);
        }

        @Override
        public int frameSamples() {
            return FRAME;
        }

        @Override
        public void encode(
                float[] samples, float @Nullable [] side, int offset, int count, FrameSink out) {
            taken += count;
            while (taken >= next + 2 * FRAME) {
                out.frame(next, new byte[0]);
                next += FRAME;
            }
        }

        @Override
        public void close() {}
    }
}
