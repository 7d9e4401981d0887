package io.sipcast.bench.jmh;

import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One packet through a call, from the datagram to what RTMP sends, with its share of the ticks: 20
 * ms of a call for G.711, as far as its timeline in the hub where nobody takes the stream. {@code
 * picturePacket} is one of about 60 in a second of H.264 at 500 kbit/s, in a call whose sound is
 * missing, which is filled.
 */
public class PacketPath extends Measured {
    /** What becomes of the stream. */
    public enum Output {
        /** Nobody takes it. */
        NOBODY,
        /** One target; sound is not encoded, but each block of it is a frame. */
        RTMP_WITHOUT_ENCODER,
        /** One target, sound as AAC. */
        RTMP
    }

    @Param Output output = Output.RTMP;

    private RunningCall sound;
    private RunningCall seen;
    private SentPackets soundPackets;
    private SentPackets picturePackets;

    /** Begins two calls. */
    @Setup(Level.Trial)
    public void begin() {
        sound = new RunningCall(false, output);
        seen = new RunningCall(true, output);
        soundPackets = SentPackets.g711();
        picturePackets = SentPackets.h264();
        for (int i = 0; i < 50; i++) {
            sound.receive(MediaTrack.AUDIO, soundPackets);
        }
        for (int i = 0; i < picturePackets.size(); i++) {
            seen.receive(MediaTrack.VIDEO, picturePackets);
        }
    }

    @Benchmark
    public long soundPacket() {
        sound.receive(MediaTrack.AUDIO, soundPackets);
        return sound.written();
    }

    @Benchmark
    public long picturePacket() {
        seen.receive(MediaTrack.VIDEO, picturePackets);
        return seen.written();
    }

    /** What REST, events and metrics ask of a call. */
    @Benchmark
    public MediaStats statistics() {
        return seen.stats();
    }

    /** Ends them. */
    @TearDown(Level.Trial)
    public void end() {
        sound.check(false);
        seen.check(true);
        sound.close();
        seen.close();
    }
}
