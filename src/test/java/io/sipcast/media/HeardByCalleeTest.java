package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.rtp.ReceiverReport;
import io.sipcast.rtp.ReportBlock;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.OpusPacket;
import io.sipcast.transcode.SoundCodecs;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a callee hears that is made to hear a tone, decoded, and how it is coded for it. */
class HeardByCalleeTest implements MediaOutput {
    private static final long MILLIS = 1_000_000;
    private static final int TYPE = 96;

    private final SoundCodecs codecs = new SoundCodecs();
    private final List<RtpPacket> packets = new ArrayList<>();
    private @Nullable MediaSession session;
    private int sequence;
    private long now;

    private MediaSession call(AudioEncoding encoding, String parameters) {
        var payload = new AudioPayload(TYPE, encoding, parameters);
        var track = new AudioTrack(payload, List.of(payload), true, true, TelephoneEvents.NONE, 20);
        session =
                new MediaSession(
                        MediaSession.Settings.DEFAULT,
                        codecs,
                        new Negotiated(track, null),
                        this,
                        new Random(7),
                        Instant.ofEpochSecond(1_800_000_000),
                        0);
        return session;
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close(now);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"G729", "ILBC", "GSM", "CN_8K", "CN_16K"})
    void aToneComesInEveryCodecThatCanBeEncoded(AudioEncoding encoding) {
        MediaSession call = call(encoding, "");
        int rate = call.soundRateHz();
        assertThat(rate).isEqualTo(encoding.sampleRateHz());
        call.inject(new ToneInjection("tone", 700, rate, true, 2_000));
        runUntil(call, 2_000);

        short[] heard = decode(new AudioPayload(TYPE, encoding));
        assertThat(heard.length / (double) rate).isCloseTo(2, within(0.03));
        assertThat(ToneMeter.hz(heard, rate)).isCloseTo(700, within(5.0));
        assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(1.5));
        assertTimesMatch(encoding, heard.length);
    }

    /** As many samples as the clock goes on by. */
    private void assertTimesMatch(AudioEncoding encoding, int samples) {
        long ticks = packets.getLast().timestamp() - packets.getFirst().timestamp() & 0xFFFF_FFFFL;
        double step = (double) ticks / (packets.size() - 1);
        assertThat((double) samples / packets.size())
                .isEqualTo(step * encoding.sampleRateHz() / encoding.clockHz());
    }

    @ParameterizedTest
    @EnumSource(names = {"G729", "ILBC", "GSM"})
    void whatHasNoEncoderIsStoredSilence(AudioEncoding encoding) {
        MediaSession call = call(encoding, "");
        assertThat(call.soundRateHz()).isZero();
        call.inject(new ToneInjection("tone", 700, 8000, true, 500));
        runUntil(call, 1_000);

        short[] heard = decode(new AudioPayload(TYPE, encoding));
        for (short sample : heard) {
            assertThat((int) sample).isBetween(-130, 130);
        }
    }

    /** RFC 4867 §4.3.1: from the packet after it on, until the next request. */
    @ParameterizedTest
    @CsvSource({
        "AMR, '', 7, 3, 3",
        "AMR, 'octet-align=1;mode-set=0,2,4,7', 7, 6, 4",
        "AMR_WB, '', 2, 8, 8",
        "AMR_WB, octet-align=1, 2, 0, 0",
    })
    void modesOfAmrAreThoseThatThePeerAsksFor(
            AudioEncoding encoding, String parameters, int before, int request, int after) {
        boolean wide = encoding == AudioEncoding.AMR_WB;
        boolean aligned = parameters.contains("octet-align");
        MediaSession call = call(encoding, parameters);
        call.inject(new ToneInjection("tone", 700, encoding.sampleRateHz(), true, 3_000));
        runUntil(call, 500);
        List<Integer> first = modes(wide, aligned);
        packets.clear();
        receive(call, asking(wide, aligned, request));
        runUntil(call, 1_000);
        List<Integer> second = modes(wide, aligned);
        packets.clear();
        receive(call, asking(wide, aligned, AmrPayload.NO_REQUEST));
        runUntil(call, 1_500);

        assertThat(first).hasSizeGreaterThan(20).containsOnly(before);
        assertThat(second).hasSizeGreaterThan(20).containsOnly(after);
        assertThat(modes(wide, aligned)).hasSizeGreaterThan(20).containsOnly(before);
    }

    /** Nothing but a request. */
    private static byte[] asking(boolean wide, boolean aligned, int request) {
        byte[] noData = {(byte) (AmrPayload.NO_DATA << 3 | 4)};
        byte[] payload = new AmrPayload(wide, aligned).write(List.of(noData));
        payload[0] = (byte) ((request << 4) | (payload[0] & 0xF));
        return payload;
    }

    private List<Integer> modes(boolean wide, boolean aligned) {
        List<Integer> modes = new ArrayList<>();
        for (RtpPacket packet : packets) {
            new AmrPayload(wide, aligned)
                    .read(
                            packet.bytes(),
                            packet.payloadOffset(),
                            packet.payloadLength(),
                            (type, _, _) -> modes.add(type));
        }
        return modes;
    }

    /** Bytes of a packet of 20 ms, and the band of its sound: RFC 7587 §6.1. */
    @ParameterizedTest
    @CsvSource({
        "'', 40, 90",
        "maxaveragebitrate=10000, 18, 33",
        "maxaveragebitrate=64000, 40, 90",
    })
    void opusKeepsToTheBitRateOfThePeer(String parameters, double least, double most) {
        hearVoice(parameters, 0);

        double mean = packets.stream().mapToInt(RtpPacket::payloadLength).average().orElseThrow();
        assertThat(mean).isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({"'', 2", "maxplaybackrate=8000, 0", "maxplaybackrate=12000, 1"})
    void opusHasNoBandThatThePeerCannotPlay(String parameters, int band) {
        hearVoice(parameters, 0);

        for (RtpPacket packet : packets.subList(5, packets.size())) {
            int found = OpusPacket.band(packet.bytes()[packet.payloadOffset()]);
            if (parameters.isEmpty()) {
                assertThat(found).isGreaterThanOrEqualTo(band);
            } else {
                assertThat(found).isEqualTo(band);
            }
        }
    }

    @Test
    void opusIsOfOneSizeWhereThePeerWantsThat() {
        hearVoice("cbr=1", 0);

        assertThat(packets.stream().map(RtpPacket::payloadLength).distinct()).containsExactly(60);
    }

    /** A packet still comes every 20 ms, as bridges and NATs want it. */
    @Test
    void opusIsNextToNothingInSilenceWhereThePeerWantsThat() {
        for (String parameters : List.of("", "usedtx=1")) {
            packets.clear();
            MediaSession call = call(AudioEncoding.OPUS, parameters);
            call.inject(new ToneInjection("tone", 700, 48_000, true, 500));
            runUntil(call, now / MILLIS + 3_000);

            long tiny = packets.stream().filter(packet -> packet.payloadLength() <= 2).count();
            assertThat(packets).hasSizeBetween(149, 151);
            if (parameters.isEmpty()) {
                assertThat(tiny).isZero();
            } else {
                assertThat(tiny).isBetween(80L, 130L);
            }
            call.close(now);
        }
    }

    /** The loss that the peer reports decides; without useinbandfec nothing is sent twice. */
    @ParameterizedTest
    @CsvSource({"useinbandfec=1, 0, false", "useinbandfec=1, 64, true", "'', 64, false"})
    void opusSendsTwiceWhatIsLost(String parameters, int fraction, boolean twice) {
        hearVoice(parameters, fraction);

        long again =
                packets.subList(packets.size() / 2, packets.size()).stream()
                        .filter(packet ->
                                OpusPacket.redundantSamples(
                                                packet.bytes(),
                                                packet.payloadOffset(),
                                                packet.payloadLength())
                                        > 0)
                        .count();
        assertThat(again > 10).as("%d packets", again).isEqualTo(twice);
    }

    private void hearVoice(String parameters, int lossOf256) {
        MediaSession call = call(AudioEncoding.OPUS, parameters);
        call.inject(new VoiceInjection(4));
        runUntil(call, 1_000);
        report(call, lossOf256);
        runUntil(call, 4_000);
    }

    private void report(MediaSession call, int lossOf256) {
        int ssrc = packets.getFirst().ssrc();
        ByteBuffer out = ByteBuffer.allocate(100);
        var block = new ReportBlock(ssrc, lossOf256, 0, 0, 0, 0, 0);
        RtcpCompound.write(List.of(new ReceiverReport(0x1234, List.of(block))), out);
        call.rtcp(MediaTrack.AUDIO, out.flip(), now);
    }

    private void receive(MediaSession call, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.length);
        long ticks = now / 125_000;
        RtpPacket.writeHeader(packet, false, TYPE, sequence++, ticks, 0xCA11);
        call.rtp(MediaTrack.AUDIO, packet.put(payload).flip(), now);
    }

    private void runUntil(MediaSession call, long millis) {
        for (; now < millis * MILLIS; now += 10 * MILLIS) {
            call.tick(now);
        }
    }

    private short[] decode(AudioPayload payload) {
        short[] all = {};
        try (AudioDecoder decoder = codecs.decoder(payload)) {
            for (RtpPacket packet : packets) {
                short[] more =
                        decoder.decode(
                                packet.bytes(), packet.payloadOffset(), packet.payloadLength());
                int end = all.length;
                all = Arrays.copyOf(all, end + more.length);
                System.arraycopy(more, 0, all, end, more.length);
            }
        }
        return all;
    }

    /** Speech at 48 kHz. */
    private static final class VoiceInjection implements Injection {
        private final short[] voice;
        private int at;

        VoiceInjection(int seconds) {
            voice = Voice.speech(48_000, seconds);
        }

        @Override
        public String name() {
            return "voice";
        }

        @Override
        public @Nullable Pcm sound(long nowNanos) {
            if (ended()) {
                return null;
            }
            short[] samples = Arrays.copyOfRange(voice, at, at + 480);
            long start = at / 48L * MILLIS;
            at += 480;
            return new Pcm(start, start + 10 * MILLIS, 48_000, samples);
        }

        @Override
        public boolean exact() {
            return true;
        }

        @Override
        public @Nullable Shown picture(long nowNanos) {
            return null;
        }

        @Override
        public void requestKeyFrame(long nowNanos) {}

        @Override
        public boolean ended() {
            return at + 480 > voice.length;
        }

        @Override
        public void close() {}
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        packets.add(RtpPacket.read(datagram, now));
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {}

    @Override
    public void audio(Pcm block) {}

    @Override
    public void video(MediaUnit unit) {}

    @Override
    public void key(char key, long beganNanos, long durationNanos) {}

    @Override
    public void signalKeyFrame() {}
}
