package io.sipcast.media.aac;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.Format;
import io.sipcast.media.Sampling;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * AAC-LC of one channel, ISO/IEC 14496-3, for the sound of calls: up to 8 kHz of it. It has long
 * windows and TNS alone, so a frame is complete with its last sample and waits for none of the
 * next; and it holds 2 to 8 kB for a call, so that the sound of hundreds of calls is coded from the
 * processor's caches. At 64 kbit/s the noise of telephone sound lies some 40 dB below it.
 *
 * <p>What is beyond it, {@link #takes} says: wider sound, two channels. A frame takes about 0.01
 * ms, opening nothing. Whoever encodes has a {@link FrameCoder}, best one for each thread.
 */
public final class AacLcEncoder implements AudioEncoder {
    /** The widest sound: that of 16 kHz codecs. */
    private static final int WIDEST_HZ = 8_000;

    /**
     * So many samples are enough for each hertz that is coded: what the ear of the transform takes
     * for sound of that band begins at 1.75 of it, and resampling has kept that out.
     */
    private static final double ENOUGH = 2.75;

    private final Format.Audio format;
    private final ScaleFactorBands bands;
    private final BitBudget budget;
    private final Supplier<FrameCoder> coders;

    private final Sampling sampling;
    private float[] before;
    private float[] now;
    private int filled;
    private boolean hurried;
    private long position = -Mdct.LINES;

    /**
     * Makes an encoder that is given all samples of the stream.
     *
     * @param settings such that {@link #takes} takes them
     * @param coders gives who encodes at this moment what he codes a frame with
     */
    public AacLcEncoder(AacSettings settings, Supplier<FrameCoder> coders) {
        this(settings, Sampling.ALL, coders);
    }

    /** The same, of one that is given no more samples than it needs: {@link #sampling}. */
    public static AacLcEncoder sparing(AacSettings settings, Supplier<FrameCoder> coders) {
        return new AacLcEncoder(settings, sparing(settings), coders);
    }

    private static Sampling sparing(AacSettings settings) {
        int factor = FrameCoder.MOST_SPARSE;
        while (factor > 1 && settings.sampleRateHz() < ENOUGH * factor * settings.bandwidthHz()) {
            factor /= 2;
        }
        return factor == 1 ? Sampling.ALL : new Sampling(factor, settings.bandwidthHz());
    }

    private AacLcEncoder(AacSettings settings, Sampling sampling, Supplier<FrameCoder> coders) {
        if (!takes(settings)) {
            throw new IllegalArgumentException("not for this encoder: " + settings);
        }
        format =
                new Format.Audio(
                        Format.AudioCodec.AAC,
                        configuration(settings.sampleRateHz()),
                        settings.sampleRateHz(),
                        1);
        bands = ScaleFactorBands.of(settings.sampleRateHz(), settings.bandwidthHz());
        budget = new BitBudget(settings.bitrateBps(), settings.sampleRateHz());
        this.coders = coders;
        this.sampling = sampling;
        this.before = new float[Mdct.LINES / sampling.factor()];
        this.now = new float[before.length];
    }

    /** Whether it can encode so, and well: else there is another encoder to be asked. */
    public static boolean takes(AacSettings settings) {
        return settings.channels() == 1
                && settings.bandwidthHz() > 0
                && settings.bandwidthHz() <= WIDEST_HZ
                && ScaleFactorBands.known(settings.sampleRateHz());
    }

    /**
     * AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1: AAC-LC of one channel, and in words for all
     * decoders that no SBR follows.
     */
    private static Bytes configuration(int rateHz) {
        int index = ScaleFactorBands.samplingFrequencyIndex(rateHz);
        int config = 2 << 11 | index << 7 | 1 << 3;
        return Bytes.copyOf(
                new byte[] {(byte) (config >> 8), (byte) config, 0x56, (byte) 0xE5, 0x00});
    }

    @Override
    public Format.Audio format() {
        return format;
    }

    @Override
    public int frameSamples() {
        return now.length;
    }

    @Override
    public Sampling sampling() {
        return sampling;
    }

    /** There is one channel: of two it is the middle. */
    @Override
    public void encode(
            float[] samples, float @Nullable [] side, int offset, int count, FrameSink out) {
        int from = offset;
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, now.length - filled);
            System.arraycopy(samples, from, now, filled, taken);
            from += taken;
            left -= taken;
            filled += taken;
            if (filled == now.length) {
                complete(out);
            }
        }
    }

    @Override
    public int awaited() {
        return hurried ? 0 : now.length - filled;
    }

    @Override
    public void hurry(float[] guesses, FrameSink out) {
        if (!hurried) {
            System.arraycopy(guesses, 0, now, filled, now.length - filled);
            hurried = true;
            encodeFrame(out);
        }
    }

    private void complete(FrameSink out) {
        if (!hurried) {
            encodeFrame(out);
        }
        hurried = false;
        float[] spare = before;
        before = now;
        now = spare;
        filled = 0;
    }

    private void encodeFrame(FrameSink out) {
        FrameCoder coder = coders.get();
        boolean silent = isSilent(now) && isSilent(before);
        byte[] frame = silent ? coder.silence(budget) : coder.code(before, now, bands, budget);
        long first = position;
        position += Mdct.LINES;
        out.frame(first, frame);
    }

    private static boolean isSilent(float[] samples) {
        for (float sample : samples) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    /** There is nothing to free. */
    @Override
    public void close() {}
}
