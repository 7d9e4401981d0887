package io.sipcast.bench.jmh;

import io.sipcast.transcode.OpusDecoder;
import io.sipcast.transcode.OpusEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Opus in packets of 20 ms: 200,000 ns are 1 % of a core for a call. */
public class Opus extends Measured {
    /** How the packets are encoded. */
    public enum Kind {
        /** 24 kbit/s, as phones send it. */
        VOICE,
        /** The same with what was before in each packet again. */
        VOICE_FEC,
        /** 64 kbit/s. */
        MUSIC,
        /** 96 kbit/s. */
        STEREO;

        private OpusEncoder.Settings settings() {
            return switch (this) {
                case VOICE -> OpusEncoder.Settings.VOICE;
                case VOICE_FEC -> OpusEncoder.Settings.VOICE.withFec(10);
                case MUSIC -> OpusEncoder.Settings.SOUND;
                case STEREO -> new OpusEncoder.Settings(2, 96_000, false, false, 0, false);
            };
        }
    }

    private static final int FRAME = 960;
    private static final int LOST_OF = 10;

    @Param({"VOICE", "STEREO"})
    Kind kind = Kind.VOICE;

    private final byte[][] packets = new byte[500][];
    private int channels;
    private short[] sound;
    private OpusEncoder encoder;
    private OpusDecoder decoder;
    private int next;

    /** Encodes ten seconds of speech. */
    @Setup
    public void open() {
        encoder = new OpusEncoder(kind.settings());
        channels = kind.settings().channels();
        decoder = new OpusDecoder(channels);
        sound = sound(channels);
        for (int i = 0; i < packets.length; i++) {
            packets[i] = encoder.encode(sound, at(i), FRAME);
        }
    }

    /** The other channel half as loud. */
    private static short[] sound(int channels) {
        short[] mono = Speech.second(48_000);
        short[] sound = new short[mono.length * channels];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) (mono[i / channels] >> i % channels);
        }
        return sound;
    }

    private int at(int block) {
        return block % 50 * FRAME * channels;
    }

    private int advance() {
        int now = next;
        next = (next + 1) % packets.length;
        return now;
    }

    @Benchmark
    public byte[] encodePacket() {
        return encoder.encode(sound, at(advance()), FRAME);
    }

    @Benchmark
    public short[] decodePacket() {
        byte[] packet = packets[advance()];
        return decoder.decode(packet, 0, packet.length);
    }

    /** Each tenth packet is lost, and made up for. */
    @Benchmark
    public short[] decodeWithLoss() {
        int number = advance();
        byte[] packet = packets[number];
        return number % LOST_OF == LOST_OF / 2
                ? decoder.conceal(FRAME)
                : decoder.decode(packet, 0, packet.length);
    }

    /** Closes both. */
    @TearDown
    public void close() {
        encoder.close();
        decoder.close();
    }
}
