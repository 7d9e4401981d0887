package io.sipcast.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the callee hears in place of silence: what is injected, and noise where that has nothing;
 * brought to the rate of the codec and encoded. Without either there is nothing to be encoded.
 */
final class SoundFeed implements AutoCloseable {
    private static final int MILLIS = 1000;

    private final AudioCodecs codecs;
    private final InjectionSlot slot;
    private final @Nullable ComfortNoise noise;
    private final ReceiverAdvice advice;

    private @Nullable AudioPayload format;
    private @Nullable AudioPayloadEncoder encoder;
    private boolean begun;

    private long changesSeen;
    private @Nullable Resampler resampler;
    private int resampledHz;
    private short[] resampled = new short[0];

    /** Samples at the encoder's rate that wait for their packet. */
    private short[] line = new short[0];

    private int waiting;

    /**
     * Makes a feed.
     *
     * @param noise null for digital silence
     * @param advice of the peer to what encodes for it
     */
    SoundFeed(
            AudioCodecs codecs,
            InjectionSlot slot,
            @Nullable ComfortNoise noise,
            ReceiverAdvice advice) {
        this.codecs = codecs;
        this.slot = slot;
        this.noise = noise;
        this.advice = advice;
    }

    /** The rate of what this format carries; 0 when it can't be encoded. */
    int sampleRateHz(AudioPayload payload) {
        AudioPayloadEncoder made = encoder(payload);
        return made == null ? 0 : made.sampleRateHz();
    }

    /**
     * The payload of the next packet.
     *
     * @param millis that the packet lasts
     * @return null when the stored silence of the format is to be sent
     */
    byte @Nullable [] next(AudioPayload payload, int millis, long nowNanos) {
        Injection injected = slot.current();
        begun |= injected != null || noise != null;
        AudioPayloadEncoder ready = begun ? encoder(payload) : null;
        if (ready == null) {
            return null;
        }
        short[] samples = new short[ready.sampleRateHz() * millis / MILLIS];
        int count = take(samples, ready.sampleRateHz(), injected, nowNanos);
        if (noise != null) {
            noise.fill(samples, count);
        }
        advice.give(ready);
        return ready.encode(samples);
    }

    private @Nullable AudioPayloadEncoder encoder(AudioPayload payload) {
        if (!payload.equals(format)) {
            close();
            format = payload;
            encoder = codecs.encoder(payload);
        }
        return encoder;
    }

    /** How many samples there were; the rest is untouched. */
    private int take(short[] samples, int rateHz, @Nullable Injection injected, long nowNanos) {
        if (injected != null && slot.changes() != changesSeen) {
            changesSeen = slot.changes(); // what the one before has left is not waited for
            waiting = 0;
            resampler = null;
        }
        while (injected != null && waiting < samples.length) {
            Pcm block = injected.sound(nowNanos);
            if (block == null) {
                break;
            }
            append(block, rateHz, injected.exact());
        }
        int count = Math.min(waiting, samples.length);
        System.arraycopy(line, 0, samples, 0, count);
        waiting -= count;
        System.arraycopy(line, count, line, 0, waiting);
        return count;
    }

    private void append(Pcm block, int rateHz, boolean exact) {
        if (exact && block.sampleRateHz() == rateHz) {
            append(block.samples(), block.samples().length);
            return;
        }
        Resampler to = resampler;
        if (to == null || resampledHz != block.sampleRateHz()) {
            to = new Resampler(block.sampleRateHz(), rateHz);
            resampler = to;
            resampledHz = block.sampleRateHz();
        }
        int room = to.maxSamples(block);
        if (resampled.length < room) {
            resampled = new short[room];
        }
        append(resampled, to.process(block, resampled));
    }

    private void append(short[] samples, int count) {
        if (line.length < waiting + count) {
            line = Arrays.copyOf(line, waiting + count);
        }
        System.arraycopy(samples, 0, line, waiting, count);
        waiting += count;
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        format = null;
        resampler = null;
        waiting = 0;
    }
}
