package io.sipcast.live;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Resampler;
import io.sipcast.media.Sink;
import io.sipcast.rtmp.codec.opus.OpusHead;
import io.sipcast.rtp.payload.OpusPacket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a call as Opus: the callee's own packets, untouched and at their times. What is not
 * the whole of a packet is encoded: what stands in for lost packets, pauses, and all of it once the
 * call's codec is another one. That is one channel, 20 ms at a time. What is left of it when a
 * packet comes leaves as 10 ms, and what is shorter than that is let go: no time ever falls.
 *
 * <p>The header says two channels, as SDP does of all Opus (RFC 7587 §7): a packet may have one or
 * two, and none needs another header.
 */
final class PassedOpus implements PcmEncoder {
    static final Format.Audio FORMAT = format();

    /** An ingest takes a longer step for a hole. */
    private static final long LONGEST_NANOS = 100_000_000L;

    private static final int FRAME = OpusPacket.CLOCK_HZ / 50;
    private static final int HALF = FRAME / 2;
    private static final double SAMPLE_NANOS = 1e9 / OpusPacket.CLOCK_HZ;

    private static final byte[] SILENCE = OpusPacket.silence();
    private static final short[] NOTHING = new short[FRAME];

    private final OpusGapEncoder encoder;
    private @Nullable Resampler resampler;
    private int resampledHz;
    private short[] resampled = new short[0];

    private final short[] frame = new short[FRAME];
    private int filled;
    private long frameNanos;

    /** Whether the last packet was the encoder's, which has something of it still to say. */
    private boolean sounding;

    /** The last packet, where it was not, and what was heard in it. */
    private byte[] before = SILENCE;

    private short[] heardBefore = NOTHING;

    /** Owns the encoder from now on. */
    PassedOpus(OpusGapEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public void encode(Pcm block, Sink<? super MediaUnit> out) {
        byte[] packet = block.packet();
        if (packet != null && block.endNanos() - block.startNanos() <= LONGEST_NANOS) {
            flush(out);
            follow(packet, block.samples());
            give(block.startNanos(), packet, out);
        } else if (block.sampleRateHz() == OpusPacket.CLOCK_HZ) { // the spans carry the drift
            append(block.samples(), block.samples().length, block.startNanos(), out);
        } else {
            resample(block, out);
        }
    }

    private void resample(Pcm block, Sink<? super MediaUnit> out) {
        Resampler to48 = resampler;
        if (to48 == null || resampledHz != block.sampleRateHz()) {
            resampledHz = block.sampleRateHz();
            to48 = new Resampler(resampledHz, OpusPacket.CLOCK_HZ);
            resampler = to48;
        }
        int room = to48.maxSamples(block);
        if (resampled.length < room) {
            resampled = new short[room];
        }
        int count = to48.process(block, resampled);
        long first = to48.position() - count;
        append(resampled, count, Math.round(first * SAMPLE_NANOS), out);
    }

    private void append(short[] samples, int count, long startNanos, Sink<? super MediaUnit> out) {
        for (int at = 0; at < count; ) {
            if (filled == 0) {
                frameNanos = startNanos + Math.round(at * SAMPLE_NANOS);
            }
            int part = Math.min(FRAME - filled, count - at);
            System.arraycopy(samples, at, frame, filled, part);
            filled += part;
            at += part;
            if (filled == FRAME) {
                filled = 0;
                give(frameNanos, packet(frame), out);
            }
        }
    }

    private byte[] packet(short[] samples) {
        boolean silent = isSilent(samples);
        if (silent && !sounding) {
            follow(SILENCE, NOTHING);
            return SILENCE;
        }
        if (!sounding) {
            encoder.follow(before, heardBefore);
        }
        sounding = !silent;
        byte[] made = encoder.encode(samples);
        if (silent) {
            follow(made, samples);
        }
        return made;
    }

    private void follow(byte[] packet, short[] heard) {
        before = packet;
        heardBefore = heard;
        sounding = false;
    }

    private void flush(Sink<? super MediaUnit> out) {
        if (filled >= HALF) {
            give(frameNanos, packet(Arrays.copyOf(frame, HALF)), out);
        }
        filled = 0;
    }

    private static void give(long nanos, byte[] packet, Sink<? super MediaUnit> out) {
        out.accept(new MediaUnit(FORMAT, true, nanos, nanos, packet));
    }

    private static boolean isSilent(short[] samples) {
        for (short sample : samples) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    private static Format.Audio format() {
        Bytes header = OpusHead.ofRtp(2).print();
        return new Format.Audio(Format.AudioCodec.OPUS, header, OpusPacket.CLOCK_HZ, 2);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
