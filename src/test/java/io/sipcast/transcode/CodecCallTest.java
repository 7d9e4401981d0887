package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.AudioPayload;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.MediaOutput;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Negotiated;
import io.sipcast.media.Pcm;
import io.sipcast.media.TelephoneEvents;
import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.AudioEncoding;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole calls in virtual time, whose sound is coded and comes as RTP. */
class CodecCallTest implements MediaOutput {
    private static final long MILLIS = 1_000_000;
    private static final long ORIGIN = 987_654_321_000L;
    private static final Instant ANSWER = Instant.ofEpochSecond(1_800_000_000);
    private static final NtpTime START = NtpTime.of(ANSWER);
    private static final AudioPayload G722 = new AudioPayload(9, AudioEncoding.G722);
    private static final AudioPayload PCMU = new AudioPayload(0, AudioEncoding.PCMU);
    private static final AudioPayload AMR =
            new AudioPayload(98, AudioEncoding.AMR, "octet-align=1");
    private static final AudioPayload AMR_WB = new AudioPayload(99, AudioEncoding.AMR_WB);
    private static final AudioPayload CN = new AudioPayload(13, AudioEncoding.CN_8K);

    private final List<Pcm> sound = new ArrayList<>();
    private final List<RtpPacket> sent = new ArrayList<>();
    private final List<SenderReport> reports = new ArrayList<>();
    private MediaSession session = session(track(G722));

    private long millis;
    private int sequence = 65_530;
    private long ticks = 0xFFFF_FF00L;

    private MediaSession session(AudioTrack track) {
        return new MediaSession(
                MediaSession.Settings.DEFAULT,
                new FfmpegAudioCodecs(),
                new Negotiated(track, null),
                this,
                new Random(7),
                ANSWER,
                ORIGIN);
    }

    private static AudioTrack track(AudioPayload send, AudioPayload... more) {
        List<AudioPayload> receive = new ArrayList<>(List.of(more));
        receive.add(send);
        return new AudioTrack(send, receive, true, true, TelephoneEvents.NONE, 20);
    }

    private void begin(AudioTrack track) {
        session.close(ORIGIN);
        sent.clear();
        sound.clear();
        reports.clear();
        session = session(track);
    }

    @AfterEach
    void close() {
        session.close(now());
    }

    private long now() {
        return ORIGIN + millis * MILLIS;
    }

    /** G.722's timestamps count half of its samples. */
    @ParameterizedTest
    @CsvSource({
        "G722, 9, g722, 0, 5000, 160",
        "AMR, 98, libopencore_amrnb, 12200, 700, 160",
        "AMR_WB, 99, libvo_amrwbenc, 23850, 3000, 320",
        "L16_44K, 11, pcm_s16be, 0, 9000, 882"
    })
    void aToneComesThrough(
            AudioEncoding encoding, int type, String encoder, int rate, double hertz, int step) {
        AudioPayload payload = new AudioPayload(type, encoding);
        begin(track(payload));

        send(payload, coded(payload, encoder, rate, hertz, 100), step);

        double seconds = (sound.getLast().endNanos() - sound.getFirst().startNanos()) / 1e9;
        assertThat(seconds).isCloseTo(2.0, within(0.15));
        isContinuous();
        isTone(hertz, encoding.sampleRateHz(), 0.15);
        MediaStats.Audio stats = stats();
        assertThat(stats.filledMillis()).isLessThan(20);
        assertThat(stats.anchors()).isEqualTo(1);
        assertThat(stats.packets().jitterMillis()).isLessThan(0.01);
        assertThat(stats.codec()).isEqualTo(encoding.name());
    }

    /** From the answer on, on the codec's clock, the reports too. */
    @ParameterizedTest
    @CsvSource({
        "G722, 9, 160, 160, 20",
        "AMR_WB, 99, 320, 18, 20",
        "ILBC, 97, 240, 50, 30",
        "L16_44K, 11, 441, 882, 10",
        "GSM, 3, 160, 33, 20",
        "G729, 18, 160, 20, 20"
    })
    void silenceGoesOut(AudioEncoding encoding, int type, int step, int bytes, int every) {
        begin(track(new AudioPayload(type, encoding)));
        pass(6000);

        assertThat(sent).hasSizeBetween(6000 / every, 6000 / every + 1);
        for (int i = 1; i < sent.size(); i++) {
            RtpPacket packet = sent.get(i);
            assertThat(packet.payloadType()).isEqualTo(type);
            assertThat(packet.payloadLength()).isEqualTo(bytes);
            assertThat(packet.timestamp() - sent.get(i - 1).timestamp() & 0xFFFF_FFFFL)
                    .isEqualTo(step);
        }
        SenderReport report = reports.getFirst();
        long first = sent.getFirst().timestamp();
        double seconds =
                (report.rtpTimestamp() - first & 0xFFFF_FFFFL) / (double) encoding.clockHz();
        assertThat(seconds).isCloseTo(report.ntp().nanosSince(START) / 1e9, within(0.002));
    }

    /** A re-INVITE to a codec of another clock: time goes on, and never back. */
    @Test
    void ourClockFollowsTheCodec() {
        begin(track(G722));
        pass(1000);
        int before = sent.size();
        session.update(new Negotiated(track(AMR_WB), null), now());
        pass(1000);

        RtpPacket last = sent.get(before - 1);
        RtpPacket next = sent.get(before);
        assertThat(next.payloadType()).isEqualTo(99);
        assertThat(next.timestamp() - last.timestamp() & 0xFFFF_FFFFL).isEqualTo(160);
        assertThat(next.ssrc()).isEqualTo(last.ssrc());
        for (int i = before + 1; i < sent.size(); i++) {
            assertThat(sent.get(i).timestamp() - sent.get(i - 1).timestamp() & 0xFFFF_FFFFL)
                    .isEqualTo(320);
        }
        pass(5000);
        long report = reports.getLast().rtpTimestamp();
        assertThat((int) (report - sent.getLast().timestamp())).isBetween(-16_000 * 6, 320);
    }

    /** Keys are on the clock of the codec that is sent now. */
    @Test
    void keysFollowTheClock() {
        var events = new TelephoneEvents(OptionalInt.of(102), Map.of(102, 16_000, 101, 8000));
        begin(new AudioTrack(AMR_WB, List.of(AMR_WB), true, true, events, 20));
        pass(100);
        long _ = session.press('5', Duration.ofMillis(100));
        pass(300);

        List<RtpPacket> keys = sent.stream().filter(packet -> packet.payloadType() == 102).toList();
        RtpPacket end = keys.getLast();
        int at = end.payloadOffset();
        assertThat(end.bytes()[at]).isEqualTo((byte) 5);
        assertThat((end.bytes()[at + 2] & 0xFF) << 8 | (end.bytes()[at + 3] & 0xFF))
                .isEqualTo(1600);
    }

    /** By payload type, as peers do that answered with several codecs. */
    @Test
    void thePeerChangesTheCodecAsItLikes() {
        begin(track(PCMU, G722, AMR));
        send(PCMU, coded(PCMU, "pcm_mulaw", 0, 700, 50), 160);
        send(G722, coded(G722, "g722", 0, 700, 50), 160);
        send(AMR, coded(AMR, "libopencore_amrnb", 12_200, 700, 50), 160);

        isContinuous();
        assertThat(sound.stream().map(Pcm::sampleRateHz).distinct()).containsExactly(8000, 16_000);
        double seconds = (sound.getLast().endNanos() - sound.getFirst().startNanos()) / 1e9;
        assertThat(seconds).isCloseTo(3.0, within(0.2));
        isTone(700, 8000, 0.15);
        assertThat(stats().filledMillis()).isLessThan(60);
        assertThat(stats().packets().jitterMillis()).isLessThan(1);
    }

    /** Comfort noise is heard until sound comes again; nothing is missing, nothing lost. */
    @ParameterizedTest
    @CsvSource({"PCMU, 0, pcm_mulaw", "G722, 9, g722"})
    void aPauseIsNoise(AudioEncoding encoding, int type, String encoder) {
        AudioPayload payload = new AudioPayload(type, encoding);
        begin(track(payload, CN));
        List<byte[]> tone = coded(payload, encoder, 0, 700, 50);
        send(payload, tone, 160);
        long filled = stats().filledMillis();
        sound.clear();

        transmit(13, new byte[] {40});
        ticks += 3 * 8000;
        pass(3000);

        int rate = encoding.sampleRateHz();
        short[] noise = samples();
        assertThat(noise.length / (double) rate).isCloseTo(3.0, within(0.2));
        assertThat(Tones.rms(noise)).isCloseTo(327.7, within(30.0));
        isContinuous();
        send(payload, tone, 160);
        isContinuous();
        isTone(700, rate, 0.15);
        assertThat(stats().filledMillis()).isEqualTo(filled);
        assertThat(stats().packets().lost()).isZero();
    }

    /** A peer that holds us in a pause is not on air with its noise. */
    @Test
    void aHoldEndsThePause() {
        begin(track(PCMU, CN));
        send(PCMU, coded(PCMU, "pcm_mulaw", 0, 700, 10), 160);
        transmit(13, new byte[] {30});
        pass(200);
        session.hold(true);
        sound.clear();
        pass(500);

        assertThat(Tones.rms(samples())).isLessThan(1);
    }

    /** DTX of AMR: SID each 160 ms, and nothing in between. */
    @Test
    void thePauseOfAmrIsNoise() {
        begin(track(AMR));
        send(AMR, coded(AMR, "libopencore_amrnb", 12_200, 700, 50), 160);
        long filled = stats().filledMillis();
        var form = new AmrPayload(false, true);
        byte[] sid = {0x44, 0x2A, 0x3B, 0x4C, 0x5D, (byte) 0xE0};
        for (int i = 0; i < 10; i++) {
            transmit(98, form.write(List.of(sid)));
            ticks += 8 * 160;
            pass(160);
        }

        assertThat(stats().filledMillis()).isEqualTo(filled);
        isContinuous();
    }

    /** Counted and filled; the call goes on. */
    @Test
    void whatIsMalformedEndsNothing() {
        begin(track(AMR));
        List<byte[]> tone = coded(AMR, "libopencore_amrnb", 12_200, 700, 100);
        for (int i = 0; i < tone.size(); i++) {
            byte[] payload = i % 10 == 5 ? Arrays.copyOf(tone.get(i), 7) : tone.get(i);
            transmit(98, payload);
            ticks += 160;
            pass(20);
        }

        isContinuous();
        assertThat(stats().filledMillis()).isBetween(190L, 260L);
        assertThat(session.toString()).contains("decode");
        assertThat(stats().packets().lost()).isZero();
    }

    private List<byte[]> coded(
            AudioPayload payload, String encoder, int bitrate, double hertz, int count) {
        int rate = payload.encoding().sampleRateHz();
        boolean wide = payload.encoding() == AudioEncoding.AMR_WB;
        boolean aligned = payload.parameters().contains("octet-align=1");
        try (var peer = new SoundEncoder(encoder, rate, 0, bitrate)) {
            List<byte[]> frames = peer.encode(Tones.tone(rate, hertz, 8000, count * rate / 50));
            return wide || payload.encoding() == AudioEncoding.AMR
                    ? frames.stream()
                            .map(one -> new AmrPayload(wide, aligned).write(List.of(one)))
                            .toList()
                    : joined(frames, payload.encoding(), count);
        }
    }

    /** FFmpeg's encoders of samples take as many as they like. */
    private static List<byte[]> joined(List<byte[]> packets, AudioEncoding encoding, int count) {
        int size = packets.stream().mapToInt(one -> one.length).sum();
        ByteBuffer all = ByteBuffer.allocate(size);
        packets.forEach(all::put);
        int step = size / (size / Math.max(1, perPacket(encoding)));
        List<byte[]> cut = new ArrayList<>();
        for (int at = 0; at + step <= size && cut.size() < count; at += step) {
            cut.add(Arrays.copyOfRange(all.array(), at, at + step));
        }
        return cut;
    }

    private static int perPacket(AudioEncoding encoding) {
        return encoding == AudioEncoding.L16_44K ? 1764 : 160;
    }

    /** A packet each 20 ms. */
    private void send(AudioPayload payload, List<byte[]> packets, int step) {
        for (byte[] packet : packets) {
            transmit(payload.payloadType(), packet);
            ticks += step;
            pass(20);
        }
    }

    private void transmit(int type, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.length);
        RtpPacket.writeHeader(packet, false, type, sequence++ & 0xFFFF, ticks & 0xFFFF_FFFFL, 4711);
        session.rtp(MediaTrack.AUDIO, packet.put(payload).flip(), now());
    }

    private void pass(int time) {
        for (int i = 0; i < time; i += 10) {
            session.tick(now());
            millis += 10;
        }
    }

    private MediaStats.Audio stats() {
        return Objects.requireNonNull(session.stats().audio());
    }

    private void isContinuous() {
        for (int i = 1; i < sound.size(); i++) {
            assertThat(sound.get(i).startNanos()).isEqualTo(sound.get(i - 1).endNanos());
        }
    }

    private void isTone(double hertz, int rate, double tolerance) {
        short[] all = samples();
        short[] heard = Arrays.copyOfRange(all, Math.max(0, all.length - rate), all.length);
        assertThat(Tones.amplitude(heard, hertz, rate)).isCloseTo(8000, within(8000 * tolerance));
        assertThat(Tones.rms(heard)).isCloseTo(5657, within(8000 * tolerance));
    }

    /** Of the blocks at the end that have one rate. */
    private short[] samples() {
        int rate = sound.getLast().sampleRateHz();
        short[] all = {};
        for (Pcm block : sound) {
            if (block.sampleRateHz() == rate) {
                int end = all.length;
                all = Arrays.copyOf(all, end + block.samples().length);
                System.arraycopy(block.samples(), 0, all, end, block.samples().length);
            }
        }
        return all;
    }

    @Override
    public void audio(Pcm block) {
        sound.add(block);
    }

    @Override
    public void video(MediaUnit unit) {}

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        sent.add(RtpPacket.read(datagram, now()));
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        for (RtcpPacket packet : RtcpCompound.read(datagram)) {
            if (packet instanceof SenderReport report) {
                reports.add(report);
            }
        }
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {}

    @Override
    public void signalKeyFrame() {}
}
