package io.sipcast.live;

import io.sipcast.media.AudioEncoder;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Resampler;
import io.sipcast.media.Sink;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A resampler before an encoder. Frames get their time from the count of samples since the first
 * one, so no rounding adds up; the resampler keeps that count in step with stream time.
 *
 * <p>When a call's codec changes to a better one, what was opened for the narrow one would leave
 * the new frequencies out: another encoder goes on, with the same configuration. It takes half a
 * millisecond to open, and up to 43 ms of sound fade between the two.
 */
public final class ResampledEncoder implements PcmEncoder {
    private static final double NANOS = 1e9;

    private final @Nullable IntFunction<AudioEncoder> opening;
    private AudioEncoder encoder;
    private Resampler resampler;
    private int sourceRateHz;
    private int widestRateHz;
    private float[] samples = new float[0];

    /** Of two channels. */
    private float @Nullable [] side;

    /** The resampler's position less the encoder's: grows where the timeline itself has a hole. */
    private long ahead;

    private long encoded;

    private final AudioEncoder.FrameSink frames = this::frame; // one for all blocks
    private Sink<? super MediaUnit> out = _ -> {};

    /** Owns the encoder from now on. */
    public ResampledEncoder(AudioEncoder encoder, int sourceRateHz) {
        this(encoder, sourceRateHz, null);
    }

    /**
     * Opens the encoder.
     *
     * @param opening of one for sources of this rate in hertz; all have the same format
     */
    public static ResampledEncoder open(IntFunction<AudioEncoder> opening, int sourceRateHz) {
        return new ResampledEncoder(opening.apply(sourceRateHz), sourceRateHz, opening);
    }

    private ResampledEncoder(
            AudioEncoder encoder, int sourceRateHz, @Nullable IntFunction<AudioEncoder> opening) {
        this.opening = opening;
        this.encoder = encoder;
        this.sourceRateHz = sourceRateHz;
        this.widestRateHz = sourceRateHz;
        this.resampler = resampler();
    }

    private Resampler resampler() {
        return new Resampler(sourceRateHz, encoder.format().sampleRateHz(), encoder.sampling());
    }

    @Override
    public void encode(Pcm block, Sink<? super MediaUnit> out) {
        if (block.sampleRateHz() != sourceRateHz) {
            follow(block.sampleRateHz());
        }
        int room = resampler.maxSamples(block);
        if (samples.length < room) {
            samples = new float[room];
            side = encoder.format().channels() == 1 ? null : new float[room];
        }
        int count = resampler.process(block, samples, side);
        ahead = resampler.position() - count - encoded;
        encoded += count;
        this.out = out;
        encoder.encode(samples, side, 0, count, frames);
        hurry();
    }

    private void follow(int rateHz) {
        sourceRateHz = rateHz;
        if (opening != null && rateHz > widestRateHz) {
            AudioEncoder wider = opening.apply(rateHz);
            encoder.close();
            encoder = wider;
            encoded = 0;
            widestRateHz = rateHz;
        }
        resampler = resampler();
    }

    /** The last samples of a window have no weight worth waiting a packet's time for. */
    private void hurry() {
        int awaited = encoder.awaited();
        if (awaited > 0 && awaited <= samples.length && resampler.guess(samples, awaited)) {
            encoder.hurry(samples, frames);
        }
    }

    private void frame(long position, byte[] frame) {
        long place = position + ahead * encoder.sampling().factor();
        double seconds = (double) place / encoder.format().sampleRateHz();
        long nanos = Math.round(seconds * NANOS);
        out.accept(new MediaUnit(encoder.format(), true, nanos, nanos, frame));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
