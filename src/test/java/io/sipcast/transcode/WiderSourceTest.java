package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.live.ResampledEncoder;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AacSettings.Coder;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call goes from G.711 to G.722: what is above 4 kHz is heard from then on. */
class WiderSourceTest {
    private static final int RATE = 48_000;
    private static final int BLOCK_NANOS = 20_000_000;

    private final List<MediaUnit> units = new ArrayList<>();
    private final List<Integer> opened = new ArrayList<>();
    private long nanos;

    @Test
    void theBandwidthFollowsTheSource() {
        try (var encoder =
                ResampledEncoder.open(
                        rate -> {
                            opened.add(rate);
                            return new AacEncoder(
                                    new AacSettings(RATE, 64_000, Coder.FAST, rate / 2));
                        },
                        8000)) {
            feed(encoder, 8000, 1000);
            feed(encoder, 16_000, 6000);
            feed(encoder, 8000, 1000); // narrow again: the wide encoder stays
            feed(encoder, 16_000, 6000);
        }
        assertThat(opened).containsExactly(8000, 16_000);
        assertThat(units.stream().map(MediaUnit::format).distinct()).hasSize(1);
        for (int i = 1; i < units.size(); i++) {
            long step = units.get(i).dtsNanos() - units.get(i - 1).dtsNanos();
            assertThat(step).isBetween(21_000_000L, 65_000_000L);
        }
        short[] heard = decoded();
        short[] end = Arrays.copyOfRange(heard, heard.length - RATE / 2, heard.length);
        assertThat(Tones.amplitude(end, 6000, RATE)).isCloseTo(8000, within(800.0));
    }

    /** A second of a tone. */
    private void feed(ResampledEncoder encoder, int rate, double hertz) {
        short[] tone = Tones.tone(rate, hertz, 8000, rate);
        int step = rate / 50;
        for (int at = 0; at < rate; at += step) {
            short[] block = Arrays.copyOfRange(tone, at, at + step);
            encoder.encode(new Pcm(nanos, nanos + BLOCK_NANOS, rate, block), units::add);
            nanos += BLOCK_NANOS;
        }
    }

    private short[] decoded() {
        short[] all = {};
        try (var decoder = new AacDecoder((Format.Audio) units.getFirst().format())) {
            for (MediaUnit unit : units) {
                short[] more = decoder.decode(unit.payload());
                int end = all.length;
                all = Arrays.copyOf(all, end + more.length);
                System.arraycopy(more, 0, all, end, more.length);
            }
        }
        return all;
    }
}
