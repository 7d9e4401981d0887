package io.sipcast.media.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted before a frame is written is what is written. */
class FrameBitsTest {
    private static final ScaleFactorBands BANDS = ScaleFactorBands.of(48_000, 8000);

    @ParameterizedTest
    @ValueSource(ints = {80, 95, 100, 110, 125, 140, 255})
    void asManyAsWereCounted(int factor) {
        var random = new Random(factor);
        var spectrum = new Spectrum();
        var quantised = new Quantised();
        var sections = new Sections();
        var writer = new FrameWriter();
        for (int round = 0; round < 200; round++) {
            double scale = Math.pow(2, random.nextInt(18));
            for (int k = 0; k < BANDS.lines(); k++) {
                boolean some = random.nextInt(4) > 0;
                spectrum.lines()[k] = some ? (float) (random.nextGaussian() * scale) : 0;
            }
            spectrum.measure(BANDS);
            int count = 0;
            for (int band = 0; band < BANDS.count(); band++) {
                int step = Math.clamp(factor + random.nextInt(-10, 11), 0, 255);
                quantised.quantise(spectrum, band, step);
                count = quantised.largest(band) > 0 ? band + 1 : count;
            }
            int counted =
                    FrameWriter.FRAME_BITS
                            + sections.choose(BANDS, quantised, count)
                            + FrameWriter.factorBits(quantised, count);

            byte[] frame =
                    writer.write(BANDS, new TemporalNoiseShaping(), quantised, sections, count);

            assertThat(frame.length).isEqualTo((counted + 7) / 8);
        }
    }
}
