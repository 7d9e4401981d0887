package io.sipcast.media.aac;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.Format;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * AAC-LC of one channel, ISO/IEC 14496-3, for the sound of calls: up to 8 kHz of it. It has long
 * windows and TNS alone, so a frame is complete with its last sample and waits for none of the
 * next; and it holds 8 kB for a call, so that the sound of hundreds of calls is coded from the
 * processor's caches. At 64 kbit/s the noise of telephone sound lies some 40 dB below it.
 *
 * <p>What is beyond it, {@link #takes} says: wider sound, two channels. A frame takes about 0.01
 * ms, opening nothing. Whoever encodes has a {@link FrameCoder}, best one for each thread.
 */
public final class AacLcEncoder implements AudioEncoder {
    /** The widest sound: that of 16 kHz codecs. */
    private static final int WIDEST_HZ = 8_000;

    private static final int SAMPLES = Mdct.LINES;
    private static final float[] SILENCE = new float[SAMPLES];

    private final Format.Audio format;
    private final ScaleFactorBands bands;
    private final BitBudget budget;
    private final Supplier<FrameCoder> coders;

    private float[] before = new float[SAMPLES];
    private float[] now = new float[SAMPLES];
    private int filled;
    private long position = -SAMPLES;

    /**
     * Makes an encoder.
     *
     * @param settings such that {@link #takes} takes them
     * @param coders gives who encodes at this moment what he codes a frame with
     */
    public AacLcEncoder(AacSettings settings, Supplier<FrameCoder> coders) {
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
        return SAMPLES;
    }

    /** There is one channel: of two it is the middle. */
    @Override
    public void encode(
            float[] samples, float @Nullable [] side, int offset, int count, FrameSink out) {
        int from = offset;
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, SAMPLES - filled);
            System.arraycopy(samples, from, now, filled, taken);
            from += taken;
            left -= taken;
            filled += taken;
            if (filled == SAMPLES) {
                encodeFrame(out);
            }
        }
    }

    private void encodeFrame(FrameSink out) {
        FrameCoder coder = coders.get();
        boolean silent = Arrays.equals(now, SILENCE) && Arrays.equals(before, SILENCE);
        byte[] frame = silent ? coder.silence(budget) : coder.code(before, now, bands, budget);
        float[] spare = before;
        before = now;
        now = spare;
        filled = 0;
        long first = position;
        position += SAMPLES;
        out.frame(first, frame);
    }

    /** There is nothing to free. */
    @Override
    public void close() {}
}
