package io.sipcast.live;

import io.sipcast.media.AudioEncoder;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Resampler;
import io.sipcast.media.Sink;

/**
 * A resampler before an encoder. Frames get their time from the count of samples since the first
 * one, so no rounding adds up; the resampler keeps that count in step with stream time.
 */
public final class ResampledEncoder implements PcmEncoder {
    private static final double NANOS = 1e9;

    private final AudioEncoder encoder;
    private Resampler resampler;
    private int sourceRateHz;
    private short[] samples = new short[0];

    /** The resampler's position less the encoder's: grows where the timeline itself has a hole. */
    private long ahead;

    private long encoded;

    private final AudioEncoder.FrameSink frames = this::frame; // one for all blocks
    private Sink<? super MediaUnit> out = _ -> {};

    /** Owns the encoder from now on. */
    public ResampledEncoder(AudioEncoder encoder, int sourceRateHz) {
        this.encoder = encoder;
        this.sourceRateHz = sourceRateHz;
        this.resampler = new Resampler(sourceRateHz, encoder.format().sampleRateHz());
    }

    @Override
    public void encode(Pcm block, Sink<? super MediaUnit> out) {
        if (block.sampleRateHz() != sourceRateHz) {
            sourceRateHz = block.sampleRateHz();
            resampler = new Resampler(sourceRateHz, encoder.format().sampleRateHz());
        }
        int room = resampler.maxSamples(block);
        if (samples.length < room) {
            samples = new short[room];
        }
        int count = resampler.process(block, samples);
        ahead = resampler.position() - count - encoded;
        encoded += count;
        this.out = out;
        encoder.encode(samples, 0, count, frames);
    }

    private void frame(long position, byte[] frame) {
        double seconds = (double) (position + ahead) / encoder.format().sampleRateHz();
        long nanos = Math.round(seconds * NANOS);
        out.accept(new MediaUnit(encoder.format(), true, nanos, nanos, frame));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
