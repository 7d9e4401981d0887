package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Snr;
import io.sipcast.media.Voice;
import io.sipcast.rtp.payload.OpusPacket;
import io.sipcast.transcode.OpusEncoder.Settings;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decoder against the encoder: what is heard, what is made up, what is refused. */
class OpusTest {
    private static final int FRAME = 960;
    private static final Settings MUSIC = new Settings(1, 64_000, false, false, 0, false);
    private static final Settings STEREO = new Settings(2, 96_000, false, false, 0, false);

    @ParameterizedTest
    @CsvSource({
        "440, 24000, true, 960",
        "440, 64000, false, 960",
        "1000, 16000, true, 480",
        "1000, 40000, true, 2880",
        "1000, 64000, false, 120",
        "1000, 64000, false, 5760",
        "7000, 64000, false, 960",
    })
    void aToneKeepsItsFrequencyAndLevel(int hz, int bitrate, boolean voice, int samples) {
        short[] heard =
                heard(new Settings(1, bitrate, voice, false, 0, false), tone(hz, 1, 0.5), samples);

        assertThat(level(heard, hz)).isCloseTo(0.5, within(0.06));
        assertThat(rms(heard)).as("nothing else").isCloseTo(0.5 / Math.sqrt(2), within(0.04));
    }

    @ParameterizedTest
    @CsvSource({"0.8, 0.8, 0.8", "0.8, 0, 0.4", "0, 0.8, 0.4", "0.98, 0.98, 0.98"})
    void twoChannelsAreMixedIntoTheirMean(double left, double right, double expected) {
        short[] both = new short[2 * 48_000];
        short[] one = tone(1000, 1, left);
        short[] other = tone(1000, 1, right);
        for (int i = 0; i < one.length; i++) {
            both[2 * i] = one[i];
            both[2 * i + 1] = other[i];
        }
        short[] heard = heard(STEREO, both, FRAME);

        assertThat(heard).hasSize(48_000);
        assertThat(level(heard, 1000)).isCloseTo(expected, within(0.05));
    }

    @Test
    void theSilentPacketIsSilent() {
        try (var decoder = new OpusDecoder()) {
            byte[] silence = OpusPacket.silence();
            for (int i = 0; i < 50; i++) {
                short[] heard = decoder.decode(silence, 0, silence.length);
                assertThat(heard).hasSize(FRAME).containsOnly((short) 0);
            }
        }
    }

    @Test
    void whatIsLostIsInTheNextPacketAgain() {
        short[] voice = Voice.speech(48_000, 6);
        byte[][] packets = packets(Settings.VOICE.withFec(20), voice, FRAME);
        double again = 0;
        double madeUp = 0;
        int times = 0;
        for (int lost = 60; lost < packets.length - 1; lost += 10) {
            short[] clean = around(packets, lost, Repair.NONE);
            double fec = Snr.of(clean, around(packets, lost, Repair.FEC));
            again += fec;
            madeUp += Snr.of(clean, around(packets, lost, Repair.CONCEALMENT));
            times++;
        }

        assertThat(again / times).isGreaterThan(madeUp / times + 2);
        assertThat(again / times).isGreaterThan(4);
    }

    private enum Repair {
        NONE,
        FEC,
        CONCEALMENT
    }

    /** What stands for one packet after those before it were decoded. */
    private static short[] around(byte[][] packets, int number, Repair repair) {
        try (var decoder = new OpusDecoder()) {
            for (int i = 0; i < number; i++) {
                decoder.decode(packets[i], 0, packets[i].length);
            }
            byte[] lost = packets[number];
            byte[] next = packets[number + 1];
            return switch (repair) {
                case NONE -> decoder.decode(lost, 0, lost.length);
                case CONCEALMENT -> decoder.conceal(FRAME);
                case FEC -> {
                    int known = decoder.recoverable(next, 0, next.length);
                    yield known == 0
                            ? decoder.conceal(FRAME)
                            : decoder.recover(next, 0, next.length);
                }
            };
        }
    }

    @Test
    void withoutFecNothingIsThereAgain() {
        byte[][] packets = packets(Settings.VOICE, Voice.speech(48_000, 2), FRAME);
        try (var decoder = new OpusDecoder()) {
            for (byte[] packet : packets) {
                assertThat(decoder.recoverable(packet, 0, packet.length)).isZero();
            }
        }
    }

    @Test
    void aLongLossFadesAndEndsInSilence() {
        byte[][] packets = packets(MUSIC, tone(440, 1, 0.5), FRAME);
        try (var decoder = new OpusDecoder()) {
            for (byte[] packet : packets) {
                decoder.decode(packet, 0, packet.length);
            }
            short[] first = decoder.conceal(FRAME);
            assertThat(rms(first)).isCloseTo(0.35, within(0.1));
            for (int i = 0; i < 50; i++) {
                decoder.conceal(FRAME);
            }
            assertThat(rms(Objects.requireNonNull(decoder.conceal(FRAME)))).isLessThan(0.02);
            assertThat(decoder.conceal(119)).isEmpty();
            assertThat(decoder.conceal(250)).hasSize(240);
        }
    }

    @Test
    void aPauseIsSaidAndFilledWithComfortNoise() {
        short[] quiet = Arrays.copyOf(Voice.speech(48_000, 1), 4 * 48_000);
        byte[][] packets = packets(Settings.VOICE.withDtx(), quiet, FRAME);
        int pauses = 0;
        try (var decoder = new OpusDecoder()) {
            for (byte[] packet : packets) {
                assertThat(decoder.decode(packet, 0, packet.length)).hasSize(FRAME);
                pauses += decoder.pauses() ? 1 : 0;
            }
            assertThat(pauses).isGreaterThan(packets.length / 2);
            assertThat(rms(decoder.conceal(FRAME))).isLessThan(0.005);
            decoder.reset();
            assertThat(decoder.pauses()).isFalse();
        }
    }

    @Test
    void anyBytesAreSoundOrRefused() {
        Random random = new Random(11);
        byte[][] good = packets(Settings.VOICE.withFec(20), Voice.speech(48_000, 1), FRAME);
        try (var decoder = new OpusDecoder()) {
            for (int i = 0; i < 20_000; i++) {
                byte[] packet = noise(random, good);
                int offset = random.nextInt(packet.length + 1);
                decode(decoder, packet, offset, packet.length - offset);
            }
            byte[] tooMuch = new byte[10_000];
            tooMuch[0] = (byte) 0xF8;
            assertThatThrownBy(() -> decoder.decode(tooMuch, 0, tooMuch.length))
                    .isInstanceOf(ProtocolException.class);
            decoder.reset();
            short[] heard = heard(decoder, packets(MUSIC, tone(440, 1, 0.5), FRAME));
            assertThat(level(heard, 440)).as("as good as ever").isCloseTo(0.5, within(0.06));
        }
    }

    private static byte[] noise(Random random, byte[][] good) {
        if (random.nextBoolean()) {
            byte[] packet = new byte[random.nextInt(200)];
            random.nextBytes(packet);
            return packet;
        }
        byte[] packet = good[random.nextInt(good.length)].clone();
        for (int i = random.nextInt(5); i >= 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return Arrays.copyOf(packet, random.nextInt(packet.length + 1));
    }

    private static void decode(OpusDecoder decoder, byte[] packet, int offset, int length) {
        try {
            int known = decoder.recoverable(packet, offset, length);
            if (known > 0) {
                assertThat(decoder.recover(packet, offset, length)).hasSize(known);
            }
            assertThat(decoder.decode(packet, offset, length).length)
                    .isEqualTo(OpusPacket.samples(packet, offset, length));
        } catch (ProtocolException _) {
            // nothing to be made of it
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        var decoder = new OpusDecoder();
        decoder.close();
        decoder.close();
        assertThatThrownBy(() -> decoder.conceal(FRAME)).isInstanceOf(IllegalStateException.class);
    }

    private static short[] heard(Settings settings, short[] samples, int perPacket) {
        try (var decoder = new OpusDecoder()) {
            return heard(decoder, packets(settings, samples, perPacket));
        }
    }

    private static short[] heard(OpusDecoder decoder, byte[][] packets) {
        short[] all = {};
        for (byte[] packet : packets) {
            short[] more = decoder.decode(packet, 0, packet.length);
            int end = all.length;
            all = Arrays.copyOf(all, end + more.length);
            System.arraycopy(more, 0, all, end, more.length);
        }
        return all;
    }

    private static byte[][] packets(Settings settings, short[] samples, int perPacket) {
        try (var encoder = new OpusEncoder(settings)) {
            int step = perPacket * settings.channels();
            byte[][] packets = new byte[samples.length / step][];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = encoder.encode(samples, i * step, perPacket);
            }
            return packets;
        }
    }

    private static short[] tone(int hz, int seconds, double level) {
        short[] samples = new short[48_000 * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (32_767 * level * Math.sin(2 * Math.PI * hz * i / 48_000));
        }
        return samples;
    }

    /** The amplitude at one frequency, after the first 200 ms. */
    private static double level(short[] samples, int hz) {
        double cosine = 0;
        double sine = 0;
        int count = 0;
        for (int i = 9_600; i < 9_600 + 28_800; i++, count++) {
            double phase = 2 * Math.PI * hz * i / 48_000;
            cosine += samples[i] * Math.cos(phase);
            sine += samples[i] * Math.sin(phase);
        }
        return 2 * Math.hypot(cosine, sine) / count / 32_768;
    }

    private static double rms(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length) / 32_768;
    }
}
