package io.sipcast.live;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sound that a publisher codes as not every subscriber takes it, as samples on a timeline.
 *
 * <p>A publisher's times are whole milliseconds of a clock that may drift: each block begins where
 * the last one ended, and lasts a little more or less than it should so that the timeline follows.
 * What is missing becomes silence up to a second; a longer pause stays a hole. On the stream's
 * loop, where a packet takes less than 0.05 ms.
 */
final class DecodedSound implements AutoCloseable {
    private static final double NANOS = 1e9;

    /** More than rounding and an encoder's hand-over can make, less than two packets. */
    private static final long LEAST_HOLE_NANOS = 30_000_000L;

    private static final long LONGEST_FILLED_NANOS = 1_000_000_000L;

    /** Part of a deviation that each block makes good: 20 ms blocks settle within a second. */
    private static final int FOLLOW = 32;

    private final Supplier<AudioDecoder> opening;
    private @Nullable AudioDecoder decoder;
    private boolean started;
    private long endNanos;

    DecodedSound(Supplier<AudioDecoder> opening) {
        this.opening = opening;
    }

    /** Decodes the unit that follows. One that is damaged becomes a hole. */
    void decode(MediaUnit unit, Consumer<Pcm> out) {
        if (decoder == null) {
            decoder = opening.get();
        }
        byte[] packet = unit.payload();
        short[] samples;
        try {
            samples = decoder.decode(packet, 0, packet.length);
        } catch (ProtocolException _) {
            return;
        }
        if (samples.length > 0) {
            place(unit.dtsNanos(), samples, decoder.sampleRateHz(), out);
        }
    }

    private void place(long dtsNanos, short[] samples, int rateHz, Consumer<Pcm> out) {
        long missing = started ? dtsNanos - endNanos : 0;
        if (!started || missing > LONGEST_FILLED_NANOS) {
            started = true;
            endNanos = dtsNanos;
        } else if (missing > LEAST_HOLE_NANOS) {
            int count = (int) Math.max(1, Math.round(missing / NANOS * rateHz));
            add(new short[count], missing, rateHz, out);
        }
        long span = Math.round(samples.length * NANOS / rateHz);
        long deviation = dtsNanos - endNanos;
        add(samples, span + Math.clamp(deviation / FOLLOW, -span / 4, span / 4), rateHz, out);
    }

    private void add(short[] samples, long span, int rateHz, Consumer<Pcm> out) {
        out.accept(new Pcm(endNanos, endNanos + span, rateHz, samples));
        endNanos += span;
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
