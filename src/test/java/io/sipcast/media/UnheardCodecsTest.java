package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.transcode.SoundCodecs;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much is decoded and kept of calls to which nobody listens, and what comes out of it then. */
class UnheardCodecsTest implements MediaOutput {
    private static final long MILLIS = 1_000_000;
    private static final long ORIGIN = 77_000_000_000L;
    private static final int HERTZ = 700;

    private final AudioCodecs real = new SoundCodecs();
    private final List<Pcm> sound = new ArrayList<>();
    private long decoded;
    private long keptMillis = 1000;
    private long unheardNanos;
    private long millis;
    private int sequence = 65_530;
    private long ticks = 0xFFFF_F000L;

    private MediaSession session(AudioPayload... payloads) {
        var track =
                new AudioTrack(
                        payloads[0], List.of(payloads), true, true, TelephoneEvents.NONE, 20);
        return new MediaSession(
                MediaSession.Settings.DEFAULT,
                payload -> new Counted(real.decoder(payload)),
                new Negotiated(track, null),
                this,
                new Random(3),
                Instant.ofEpochSecond(1_800_000_000),
                ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 0", "PCMA, 8", "G722, 9", "OPUS, 111", "L16_16K, 98"})
    void nothingIsDecodedUntilSomebodyComes(AudioEncoding encoding, int type) {
        var payload = new AudioPayload(type, encoding);
        MediaSession session = session(payload);
        session.listen(false);
        List<byte[]> tone = tone(payload, 600);
        tone.subList(0, 500).forEach(packet -> send(session, payload, packet));
        assertThat(decoded).isZero();
        assertThat(sound).isEmpty();

        session.listen(true);

        long atOnce = decoded;
        assertThat(atOnce).isBetween(50L, 80L);
        long start = sound.getFirst().startNanos();
        assertThat(start).isLessThanOrEqualTo(unheardNanos - keptMillis * MILLIS);
        isTone(encoding.sampleRateHz());
        tone.subList(500, 600).forEach(packet -> send(session, payload, packet));
        assertThat(decoded).isEqualTo(atOnce + 100);
        isTone(encoding.sampleRateHz());
        isContinuous();
        session.close(now());
    }

    /** Only its decoder knows how much there is in a packet: decoded, but nothing more. */
    @Test
    void whatTellsItsLengthOnlyDecodedIsPlacedAsWell() {
        var gsm = new AudioPayload(3, AudioEncoding.GSM);
        MediaSession session = session(gsm);
        session.listen(false);
        byte[] silence = new byte[33];
        silence[0] = (byte) 0xD0;
        for (int i = 0; i < 200; i++) {
            send(session, gsm, silence);
        }
        assertThat(sound).isEmpty();
        session.listen(true);
        assertThat(sound).isNotEmpty();
        assertThat(Objects.requireNonNull(session.stats().audio()).filledMillis()).isZero();
        isContinuous();
        session.close(now());
    }

    @Test
    void anotherCodecMeanwhileIsHeardAsWhatItIs() {
        var pcmu = new AudioPayload(0, AudioEncoding.PCMU);
        var opus = new AudioPayload(111, AudioEncoding.OPUS);
        MediaSession session = session(pcmu, opus);
        session.listen(false);
        tone(pcmu, 100).forEach(packet -> send(session, pcmu, packet));
        tone(opus, 20).forEach(packet -> send(session, opus, packet));
        session.listen(true);
        tone(opus, 100).forEach(packet -> send(session, opus, packet));

        assertThat(sound.stream().map(Pcm::sampleRateHz).distinct()).containsExactly(8000, 48_000);
        isTone(48_000);
        isContinuous();
        session.close(now());
    }

    /** Its description may have come long before anybody did. */
    @Test
    void aPauseIsTheNoiseThatWasAnnounced() {
        var pcmu = new AudioPayload(0, AudioEncoding.PCMU);
        var noise = new AudioPayload(13, AudioEncoding.CN_8K);
        MediaSession session = session(pcmu, noise);
        session.listen(false);
        tone(pcmu, 100).forEach(packet -> send(session, pcmu, packet));
        send(session, noise, new byte[] {40});
        pass(session, 20_000);
        session.listen(true);
        pass(session, 1000);

        isContinuous();
        short[] all = samples(8000);
        double dbfs = ToneMeter.dbfs(all);
        assertThat(dbfs).isBetween(-41.0, -39.0);
        session.close(now());
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "L16_48K"})
    void whatIsKeptIsBounded(AudioEncoding encoding) {
        var payload = new AudioPayload(0, encoding);
        var item = new OrderedPacket(packet(payload, new byte[1900]), 0, false);
        var kept = new Undecoded();
        kept.begin(0);
        for (int i = 0; i < 10_000; i++) {
            kept.add(new Undecoded.Placed(item, i * 20e6, i * 20e6));
        }
        assertThat(kept.bytes()).isBetween(250_000, Undecoded.MOST_BYTES);
        assertThat(kept.size()).isLessThan(Undecoded.MOST_PACKETS);
        assertThat(kept.isWhole()).isFalse();
        kept.forgetBefore(10_000 * 20_000_000L - 1_000_000_000L);
        assertThat(kept.size()).isBetween(50, 65);
    }

    private RtpPacket packet(AudioPayload payload, byte[] bytes) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + bytes.length);
        RtpPacket.writeHeader(
                packet,
                false,
                payload.payloadType(),
                sequence++ & 0xFFFF,
                ticks & 0xFFFF_FFFFL,
                4711);
        return RtpPacket.read(packet.put(bytes).flip(), now());
    }

    private void send(MediaSession session, AudioPayload payload, byte[] bytes) {
        session.rtp(MediaTrack.AUDIO, ByteBuffer.wrap(packet(payload, bytes).bytes()), now());
        pass(session, 20);
        ticks += payload.encoding().clockHz() / 50;
    }

    private void pass(MediaSession session, int time) {
        for (int i = 0; i < time; i += 10) {
            session.tick(now());
            millis += 10;
        }
    }

    private long now() {
        return ORIGIN + millis * MILLIS;
    }

    private List<byte[]> tone(AudioPayload payload, int packets) {
        int rate = payload.encoding().sampleRateHz();
        List<byte[]> coded = new ArrayList<>();
        try (AudioPayloadEncoder encoder = Objects.requireNonNull(real.encoder(payload))) {
            for (int i = 0; i < packets; i++) {
                coded.add(
                        encoder.encode(
                                ToneMeter.tone(
                                        HERTZ, 8000, rate, (long) i * rate / 50, rate / 50)));
            }
        }
        return coded;
    }

    /** From the first moment that is asked for on. */
    private void isTone(int rate) {
        short[] all = samples(rate);
        short[] heard = Arrays.copyOfRange(all, Math.min(all.length, rate / 4), all.length);
        assertThat(ToneMeter.hz(heard, rate)).isBetween(HERTZ - 7.0, HERTZ + 7.0);
        assertThat(ToneMeter.dbfs(heard)).isBetween(-15.8, -14.8);
        for (int at = 0; at + rate / 10 <= heard.length; at += rate / 10) { // no gap within
            short[] part = Arrays.copyOfRange(heard, at, at + rate / 10);
            assertThat(ToneMeter.dbfs(part)).isBetween(-16.5, -14.0);
        }
    }

    private short[] samples(int rate) {
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

    private void isContinuous() {
        for (int i = 1; i < sound.size(); i++) {
            assertThat(sound.get(i).startNanos()).isEqualTo(sound.get(i - 1).endNanos());
        }
    }

    @Override
    public void audio(Pcm block) {
        sound.add(block);
    }

    @Override
    public long unheard(long untilNanos) {
        unheardNanos = untilNanos;
        return untilNanos - keptMillis * MILLIS;
    }

    @Override
    public void video(MediaUnit unit) {}

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {}

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {}

    @Override
    public void key(char key, long beganNanos, long durationNanos) {}

    @Override
    public void signalKeyFrame() {}

    private final class Counted implements AudioDecoder {
        private final AudioDecoder decoder;

        Counted(AudioDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public int sampleRateHz() {
            return decoder.sampleRateHz();
        }

        @Override
        public short[] decode(byte[] bytes, int offset, int length) {
            decoded++;
            return decoder.decode(bytes, offset, length);
        }

        @Override
        public void reset() {
            decoder.reset();
        }

        @Override
        public void close() {
            decoder.close();
        }
    }
}
