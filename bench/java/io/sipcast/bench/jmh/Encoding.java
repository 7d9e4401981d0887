package io.sipcast.bench.jmh;

import io.sipcast.media.AudioPayload;
import io.sipcast.media.AudioPayloadEncoder;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.transcode.FfmpegAudioCodecs;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Encoding 20 ms of speech for a callee that is made to hear something. */
public class Encoding extends Measured {
    @Param({"PCMU", "G722", "G726_32", "SPEEX_16K", "AMR", "AMR_WB"})
    AudioEncoding encoding = AudioEncoding.PCMU;

    private final short[][] blocks = new short[50][];
    private AudioPayloadEncoder encoder;
    private int next;

    /** Makes a second of speech. */
    @Setup
    public void open() {
        encoder =
                Objects.requireNonNull(
                        new FfmpegAudioCodecs().encoder(new AudioPayload(96, encoding)));
        short[] second = Speech.second(encoder.sampleRateHz());
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Speech.block(second, i);
        }
    }

    @Benchmark
    public byte[] encodePacket() {
        short[] block = blocks[next];
        next = (next + 1) % blocks.length;
        return encoder.encode(block);
    }

    /** Closes the encoder. */
    @TearDown
    public void close() {
        encoder.close();
    }
}
