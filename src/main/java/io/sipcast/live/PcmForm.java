package io.sipcast.live;

import io.sipcast.media.Pcm;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Samples, at the time of their end: their start, their rate, then each channel and the Opus packet
 * with its length before it, which is -1 where there is none.
 */
final class PcmForm implements PackedRing.Form<Pcm, PcmForm> {
    private static final int NONE = -1;

    @Override
    public long nanos(Pcm item) {
        return item.endNanos();
    }

    /** Nothing: samples have nothing in common. */
    @Override
    public PcmForm head(Pcm item) {
        return this;
    }

    @Override
    public int size(Pcm item) {
        int channels = item.side() == null ? 1 : 2;
        byte[] packet = item.packet();
        return Long.BYTES
                + 4 * Integer.BYTES
                + channels * item.samples().length * Short.BYTES
                + (packet == null ? 0 : packet.length);
    }

    @Override
    public void write(Pcm item, ByteLog to) {
        to.putLong(item.startNanos());
        to.putInt(item.sampleRateHz());
        put(item.samples(), to);
        put(item.side(), to);
        byte[] packet = item.packet();
        to.putInt(packet == null ? NONE : packet.length);
        if (packet != null) {
            to.put(packet);
        }
    }

    private static void put(short @Nullable [] samples, ByteLog to) {
        to.putInt(samples == null ? NONE : samples.length);
        if (samples != null) {
            to.put(samples);
        }
    }

    @Override
    public Pcm read(long nanos, PcmForm head, ByteBuffer from) {
        long start = from.getLong();
        int rate = from.getInt();
        short[] samples = samples(from);
        if (samples == null) {
            throw new IllegalStateException("no samples were kept");
        }
        return new Pcm(start, nanos, rate, samples, samples(from), packet(from));
    }

    private static short @Nullable [] samples(ByteBuffer from) {
        int count = from.getInt();
        if (count == NONE) {
            return null;
        }
        short[] samples = new short[count];
        from.asShortBuffer().get(samples);
        from.position(from.position() + count * Short.BYTES);
        return samples;
    }

    private static byte @Nullable [] packet(ByteBuffer from) {
        int length = from.getInt();
        if (length == NONE) {
            return null;
        }
        byte[] packet = new byte[length];
        from.get(packet);
        return packet;
    }
}
