package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.Format;
import io.sipcast.media.MediaOutput;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Negotiated;
import io.sipcast.media.Pcm;
import io.sipcast.media.VideoPayload;
import io.sipcast.media.VideoTrack;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.G711;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.AacEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Five minutes of beeps and flashes over a bad network, in virtual time: encoded as a stream is,
 * decoded as a viewer does, counted and timed.
 */
class BadNetworkContentTest implements MediaOutput {
    private static final long MILLIS = 1_000_000L;
    private static final int SECONDS = 300;
    private static final int VIDEO_TYPE = 96;
    private static final int RATE = G711.SAMPLE_RATE_HZ;
    private static final double LOST = 0.01;
    private static final long JITTER_NANOS = 60 * MILLIS;

    /** A datagram on its way. */
    private record Flight(long atNanos, MediaTrack track, ByteBuffer datagram) {}

    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::atNanos));
    private final Random network = new Random(20_261_125);
    private final StreamMeter meter = new StreamMeter();
    private final AacEncoder encoder =
            new AacEncoder(new AacSettings(RATE, 32_000, AacSettings.Coder.FAST, 0));
    private final AacDecoder decoder = new AacDecoder(encoder.format());
    private final List<Long> beeps = new ArrayList<>();
    private final BeepFinder finder = new BeepFinder(beeps::add);
    private long nowNanos;
    private int sequence = 65_000;

    @AfterEach
    void close() {
        meter.close();
        encoder.close();
        decoder.close();
    }

    @Test
    void everyBeepIsHeardAtItsSecondAndEveryFlashThatIsSeenIsWithIt() {
        var session =
                new MediaSession(
                        MediaSession.Settings.DEFAULT,
                        AudioCodecs.G711,
                        new Negotiated(
                                AudioTrack.of(G711.PCMU),
                                new VideoTrack(
                                        List.of(
                                                new VideoPayload(
                                                        VIDEO_TYPE, Format.VideoCodec.H264)),
                                        true,
                                        false,
                                        true)),
                        this,
                        new Random(1),
                        Instant.EPOCH,
                        0);
        var tone = new ToneLoop();
        var card = new CardLoop(TestCard.forMode(1), 0);
        for (; nowNanos < SECONDS * (1_000 * MILLIS); nowNanos += 10 * MILLIS) {
            send(tone, MediaTrack.AUDIO, 0, 0xA0);
            send(card, MediaTrack.VIDEO, VIDEO_TYPE, 0xB0);
            deliver(session);
            session.tick(nowNanos);
        }
        session.close(nowNanos);

        Measured measured = meter.measured(nowNanos);
        assertThat(measured.damaged()).isZero();
        assertThat(measured.largestHoleMillis()).isLessThan(1);
        assertThat(measured.soundSeconds()).isCloseTo(SECONDS, within(0.5));
        assertThat(measured.pairs()).isGreaterThan(SECONDS * 7 / 10);
        assertThat(measured.skewWorstMillis()).isBetween(-60.0, 60.0); // jitter, without reports
        assertThat(measured.skewMeanMillis()).isCloseTo(0, within(40.0));
        assertThat(beeps).hasSizeBetween(SECONDS - 2, SECONDS);
        for (int i = 1; i < beeps.size(); i++) {
            long step = beeps.get(i) - beeps.get(i - 1);
            assertThat(step).as("beep %d", i).isBetween(950 * MILLIS, 1_050 * MILLIS);
        }
    }

    private void send(PacketLoop loop, MediaTrack track, int type, int ssrc) {
        for (; loop.dueNanos() <= nowNanos; loop.advance()) {
            byte[] payload = loop.payload();
            ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.length);
            int number =
                    track == MediaTrack.AUDIO
                            ? (int) (loop.dueNanos() / (20 * MILLIS))
                            : sequence++;
            RtpPacket.writeHeader(packet, loop.marker(), type, number & 0xFFFF, loop.ticks(), ssrc);
            long late = (long) (network.nextDouble() * JITTER_NANOS);
            if (network.nextDouble() >= LOST) {
                flights.add(new Flight(loop.dueNanos() + late, track, packet.put(payload).flip()));
            }
        }
    }

    private void deliver(MediaSession session) {
        while (!flights.isEmpty() && flights.peek().atNanos() <= nowNanos) {
            Flight flight = flights.remove();
            session.rtp(flight.track(), flight.datagram(), flight.atNanos());
        }
    }

    @Override
    public void audio(Pcm block) {
        short[] samples = block.samples();
        encoder.encode(samples, 0, samples.length, this::coded);
    }

    /** The first sample of the sound is at the stream's begin, and its clock is ours. */
    private void coded(long position, byte[] frame) {
        long at = position * 1_000_000_000L / RATE;
        meter.take(new MediaUnit(encoder.format(), true, at, at, frame), nowNanos);
        finder.take(decoder.decode(frame), RATE, at);
    }

    @Override
    public void video(MediaUnit unit) {
        meter.take(unit, nowNanos);
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        // silence and keep-alives
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        // the card has a key frame each second anyhow
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {
        throw new AssertionError("nobody pressed " + key);
    }

    @Override
    public void signalKeyFrame() {
        // as above
    }
}
