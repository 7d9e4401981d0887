package io.sipcast.media.aac;

import org.jspecify.annotations.Nullable;

/**
 * Codes one frame after another, of one channel or of many in turn: what it holds is scratch, so
 * one serves all encoders of a thread and stays in that thread's caches. What belongs to a channel
 * is in its {@link BitBudget}.
 */
public final class FrameCoder {
    /** Halvings of power by which noise lies below sound while bits allow it: 42 dB. */
    private static final float DISTANCE = 14.7f;

    /** A step of 1.5 dB takes so many bits off each line that is not nought. */
    private static final float BITS_OF_A_STEP = 0.19f;

    private static final int TRIES = 5;

    /** So many samples of the stream one may stand for. */
    static final int MOST_SPARSE = 4;

    private static final byte[] SILENCE =
            new FrameWriter()
                    .write(
                            ScaleFactorBands.of(48_000, 0),
                            new TemporalNoiseShaping(),
                            new Quantised(),
                            new Sections(),
                            0);

    /** By how many samples of the stream one stands for. */
    private final @Nullable Mdct[] transforms = new Mdct[MOST_SPARSE + 1];

    private final Spectrum spectrum = new Spectrum();
    private final TemporalNoiseShaping shaping = new TemporalNoiseShaping();
    private final NoiseShape noise = new NoiseShape();
    private final Quantised quantised = new Quantised();
    private final Sections sections = new Sections();
    private final FrameWriter writer = new FrameWriter();

    /** Of the bands, those up to the last that is not nought. */
    private int count;

    /** Makes a coder, which holds 80 kB. */
    public FrameCoder() {}

    /**
     * Codes the sound under one window.
     *
     * @param before 1024 samples, or every second or fourth; full scale is 32768
     * @param now as many more
     * @param bands which are coded
     */
    byte[] code(float[] before, float[] now, ScaleFactorBands bands, BitBudget budget) {
        transform(Mdct.LINES / before.length).forward(before, now, bands.lines(), spectrum.lines());
        shaping.process(spectrum.lines(), bands);
        spectrum.measure(bands);
        noise.shape(spectrum, DISTANCE);
        int room = budget.room();
        int coarser = budget.lastCoarser();
        int bits = quantise(coarser);
        for (int tries = 0; tries < TRIES && !fits(bits, room, coarser); tries++) {
            int step = step(bits - room);
            coarser = Math.max(0, coarser + step);
            bits = quantise(coarser);
        }
        while (bits > room && coarser < 255) {
            coarser += 2;
            bits = quantise(coarser);
        }
        byte[] frame = writer.write(bands, shaping, quantised, sections, count);
        budget.spend(Byte.SIZE * frame.length, coarser);
        return frame;
    }

    private Mdct transform(int factor) {
        Mdct known = transforms[factor];
        if (known == null) {
            known = new Mdct(factor);
            transforms[factor] = known;
        }
        return known;
    }

    /** Codes a window in which there is nothing at all. */
    byte[] silence(BitBudget budget) {
        byte[] frame = SILENCE.clone();
        budget.spend(Byte.SIZE * frame.length, 0);
        return frame;
    }

    /** Within a sixteenth of what may be used, or as fine as is worth it. */
    private static boolean fits(int bits, int room, int coarser) {
        return bits <= room && (coarser == 0 || bits >= room - room / 16);
    }

    private int step(int excess) {
        int written = 0;
        for (int band = 0; band < count; band++) {
            written += quantised.largest(band) > 0 ? spectrum.bands().width(band) : 0;
        }
        float steps = excess / (BITS_OF_A_STEP * Math.max(8, written));
        return excess > 0 ? (int) Math.ceil(steps) : (int) Math.floor(steps);
    }

    private int quantise(int coarser) {
        count = 0;
        for (int band = 0; band < spectrum.bands().count(); band++) {
            quantised.quantise(spectrum, band, noise.factor(band, coarser));
            if (quantised.largest(band) > 0) {
                count = band + 1;
            }
        }
        return FrameWriter.FRAME_BITS
                + FrameWriter.shapingBits(shaping)
                + sections.choose(spectrum.bands(), quantised, count)
                + FrameWriter.factorBits(quantised, count);
    }
}
