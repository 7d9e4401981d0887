package io.sipcast.transcode;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A mono decoder of FFmpeg's whose samples gather here until they are taken. Nothing is left behind
 * for the collector but what is taken. Owned by one thread.
 */
final class SampleReader implements AutoCloseable {
    private static final float SCALE = 32768f;

    private final Supplier<Codec> opening;
    private Codec codec;
    private boolean used;
    private short[] samples = new short[640];
    private int count;

    /**
     * Opens the decoder.
     *
     * @param opening makes it, set up but not opened
     */
    SampleReader(Supplier<Codec> opening) {
        this.opening = opening;
        this.codec = open(opening);
    }

    private static Codec open(Supplier<Codec> opening) {
        Codec codec = opening.get();
        try {
            codec.open();
            return codec;
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    /**
     * A decoder for one channel.
     *
     * @param bitsPerSample of the coded form, where the decoder asks for that; else 0
     * @param frameBytes of the coded form, where the decoder asks for that; else 0
     */
    static Supplier<Codec> of(String name, int sampleRateHz, int bitsPerSample, int frameBytes) {
        return () -> {
            Codec codec = Codec.decoder(name);
            var context = codec.context();
            context.sample_rate(sampleRateHz);
            avutil.av_channel_layout_default(context.ch_layout(), 1);
            context.bits_per_coded_sample(bitsPerSample);
            context.block_align(frameBytes);
            return codec;
        };
    }

    /**
     * Decodes what is one packet to the decoder.
     *
     * @throws io.sipcast.bytes.ProtocolException MALFORMED
     */
    void decode(byte[] bytes, int offset, int length) {
        used = true;
        codec.sendPacket(bytes, offset, length, avutil.AV_NOPTS_VALUE);
        while (codec.receiveFrame()) {
            append(codec.frame().nb_samples());
        }
    }

    /** Adds samples that are not the decoder's. */
    void append(short[] more) {
        room(more.length);
        System.arraycopy(more, 0, samples, count, more.length);
        count += more.length;
    }

    private void append(int more) {
        room(more);
        long from = codec.firstPlane();
        int format = codec.context().sample_fmt();
        if (format == avutil.AV_SAMPLE_FMT_S16 || format == avutil.AV_SAMPLE_FMT_S16P) {
            NativeMemory.read(from, samples, count, more);
        } else if (format == avutil.AV_SAMPLE_FMT_FLT || format == avutil.AV_SAMPLE_FMT_FLTP) {
            readFloats(from, more);
        } else {
            throw new IllegalStateException("sample format " + format);
        }
        count += more;
    }

    private void readFloats(long from, int more) {
        for (int i = 0; i < more; i++) {
            int value = Math.round(NativeMemory.floatAt(from + (long) i * Float.BYTES) * SCALE);
            samples[count + i] = (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private void room(int more) {
        if (count + more > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(count + more, 2 * samples.length));
        }
    }

    /** What has gathered, owned by the caller. */
    short[] take() {
        short[] taken = Arrays.copyOf(samples, count);
        count = 0;
        return taken;
    }

    /** Forgets what has gathered: it belongs to a payload that was wrong. */
    void clear() {
        count = 0;
    }

    /** Begins anew: few of FFmpeg's sound decoders can be flushed. */
    void reset() {
        count = 0;
        if (used) {
            used = false;
            Codec fresh = open(opening);
            codec.close();
            codec = fresh;
        }
    }

    @Override
    public void close() {
        codec.close();
    }
}
