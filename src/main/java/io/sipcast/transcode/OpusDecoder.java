package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.MiddleAndSide;
import io.sipcast.rtp.payload.OpusPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Opus (RFC 6716) by libopus, at 48 kHz, with its concealment and its in-band FEC. Where one
 * channel is wanted, two are mixed inside: (left + right) / 2, so nothing clips. Packets without a
 * frame (DTX) become the comfort noise of the codec.
 *
 * <p>A packet of 20 ms takes 0.02 to 0.05 ms. The only garbage is the array handed out.
 */
public final class OpusDecoder implements AudioDecoder {
    /** Six frames of 20 ms at 510 kbit/s are 7650. */
    private static final int MAX_BYTES = 8_192;

    /** 2.5 ms: concealment comes in multiples. */
    private static final int STEP = OpusPacket.CLOCK_HZ / 400;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment packet = arena.allocate(MAX_BYTES);
    private final int channels;
    private final MemorySegment samples;
    private final MemorySegment state;
    private boolean pauses;
    private boolean closed;

    /** Whether the last packet had two channels. */
    private boolean two;

    private short @Nullable [] side;

    /** For one channel. */
    public OpusDecoder() {
        this(1);
    }

    /**
     * The first one of a process waits until libopus is linked, see {@link SoundCodecs#prepare}.
     *
     * @param channels that are wanted of packets with two: 1 or 2
     */
    public OpusDecoder(int channels) {
        this.channels = channels;
        this.samples =
                arena.allocate(ValueLayout.JAVA_SHORT, (long) OpusPacket.MAX_SAMPLES * channels);
        this.state = Libopus.decoder(arena, OpusPacket.CLOCK_HZ, channels);
    }

    @Override
    public int sampleRateHz() {
        return OpusPacket.CLOCK_HZ;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        int expected = OpusPacket.samples(bytes, offset, length);
        pauses = OpusPacket.isPause(bytes, offset, length);
        two = OpusPacket.channels(bytes[offset]) == 2;
        load(bytes, offset, length);
        return take(Libopus.decode(state, packet, length, samples, expected, false));
    }

    @Override
    public short[] conceal(int count) {
        int whole = Math.min(count, OpusPacket.MAX_SAMPLES) / STEP * STEP;
        return whole == 0
                ? new short[0]
                : take(Libopus.decode(state, MemorySegment.NULL, 0, samples, whole, false));
    }

    @Override
    public boolean pauses() {
        return pauses;
    }

    @Override
    public int recoverable(byte[] bytes, int offset, int length) {
        return OpusPacket.redundantSamples(bytes, offset, length);
    }

    @Override
    public short[] recover(byte[] bytes, int offset, int length) {
        int count = recoverable(bytes, offset, length);
        load(bytes, offset, length);
        return take(Libopus.decode(state, packet, length, samples, count, true));
    }

    private void load(byte[] bytes, int offset, int length) {
        if (length > MAX_BYTES) {
            throw new ProtocolException(Fault.MALFORMED, "Opus packet of " + length + " bytes");
        }
        MemorySegment.copy(bytes, offset, packet, ValueLayout.JAVA_BYTE, 0, length);
    }

    private short[] take(int count) {
        if (count < 0) {
            throw new ProtocolException(Fault.MALFORMED, "Opus packet: libopus error " + count);
        }
        short[] decoded = new short[count * channels];
        MemorySegment.copy(samples, ValueLayout.JAVA_SHORT, 0, decoded, 0, decoded.length);
        if (channels == 1) {
            return decoded;
        }
        side = two ? MiddleAndSide.side(decoded) : null;
        return MiddleAndSide.middle(decoded);
    }

    @Override
    public short @Nullable [] side() {
        return side;
    }

    @Override
    public void reset() {
        pauses = false;
        two = false;
        Libopus.control(state, Libopus.RESET_STATE, 0);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
