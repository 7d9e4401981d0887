package io.sipcast.bench.jmh;

import io.sipcast.live.ResampledEncoder;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.Pcm;
import io.sipcast.media.Resampler;
import io.sipcast.media.aac.AacLcEncoder;
import io.sipcast.media.aac.FrameCoder;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.AacEncoder;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Speech as AAC-LC at 48 kHz, one channel, 64 kbit/s, as a call's is unless configured otherwise,
 * from sources of several rates. A frame is 21.3 ms of sound, a block 20 ms: 213,000 ns for a frame
 * are 1 % of a core for a call.
 */
public class Aac extends Measured {
    private static final int RATE_HZ = 48_000;
    private static final int BITRATE = 64_000;
    private static final int FRAME = 1024;

    @Param({"8000", "16000", "48000"})
    int sourceHz;

    /**
     * {@code AUTO}: ours up to 8 kHz of sound. {@code TWOLOOP} is the better one of FFmpeg's, and
     * takes its time.
     */
    @Param({"AUTO", "FAST"})
    AacSettings.Coder coder = AacSettings.Coder.FAST;

    private AudioEncoder encoder;
    private ResampledEncoder whole;
    private AacDecoder decoder;
    private Resampler resampler;
    private short[] resampled;
    private short[] second;
    private byte[][] frames;
    private Pcm[] blocks;
    private int nextFrame;
    private int nextSample;
    private int nextBlock;

    /** Opens the codecs. */
    @Setup
    public void open() {
        var settings = new AacSettings(RATE_HZ, BITRATE, coder, sourceHz / 2);
        encoder = encoder(settings);
        whole = ResampledEncoder.open(_ -> encoder(settings), sourceHz);
        decoder = new AacDecoder(encoder.format());
        resampler = new Resampler(sourceHz, RATE_HZ);
        second = Speech.second(RATE_HZ, sourceHz);
        blocks = Speech.blocks(sourceHz);
        resampled = new short[2 * RATE_HZ / 50];
        List<byte[]> encoded = new ArrayList<>();
        encoder.encode(second, 0, second.length, (_, frame) -> encoded.add(frame));
        frames = encoded.toArray(new byte[0][]);
    }

    private static AudioEncoder encoder(AacSettings settings) {
        boolean ours = settings.coder() == AacSettings.Coder.AUTO && AacLcEncoder.takes(settings);
        var coder = new FrameCoder();
        return ours ? AacLcEncoder.sparing(settings, () -> coder) : new AacEncoder(settings);
    }

    @Benchmark
    public void encodeFrame(Blackhole taken) {
        encoder.encode(second, nextSample, FRAME, (_, frame) -> taken.consume(frame));
        nextSample = (nextSample + FRAME) % (second.length - FRAME);
    }

    @Benchmark
    public short[] decodeFrame() {
        byte[] frame = frames[nextFrame];
        nextFrame = (nextFrame + 1) % frames.length;
        return decoder.decode(frame);
    }

    /** To 48 kHz; from 48 kHz it still follows the sender's clock. */
    @Benchmark
    public int resampleBlock() {
        return resampler.process(block(), resampled);
    }

    /** What a call's sound goes through behind its timeline. */
    @Benchmark
    public void resampleAndEncodeBlock(Blackhole taken) {
        whole.encode(block(), taken::consume);
    }

    /** The next of a line without an end. Each is made anew: 48 of the bytes allocated are its. */
    private Pcm block() {
        if (nextBlock == blocks.length) {
            nextBlock = 0;
            move();
        }
        return blocks[nextBlock++];
    }

    private void move() {
        for (int i = 0; i < blocks.length; i++) {
            Pcm before = blocks[i];
            long second = 1_000_000_000L;
            blocks[i] =
                    new Pcm(
                            before.startNanos() + second,
                            before.endNanos() + second,
                            sourceHz,
                            before.samples());
        }
    }

    /** Closes them. */
    @TearDown
    public void close() {
        encoder.close();
        whole.close();
        decoder.close();
    }
}
