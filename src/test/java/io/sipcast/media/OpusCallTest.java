package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.transcode.OpusEncoder;
import io.sipcast.transcode.OpusEncoder.Settings;
import io.sipcast.transcode.SoundCodecs;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Opus from datagrams to the timeline, in virtual time. */
class OpusCallTest {
    private static final AudioPayload OPUS = new AudioPayload(111, AudioEncoding.OPUS);
    private static final int FRAME = 960;
    private static final Settings MUSIC = new Settings(1, 64_000, false, false, 0, false);

    @Test
    void whatIsLostComesWithTheNextPacketAndStandsInItsPlace() {
        byte[][] packets = packets(Settings.VOICE.withFec(20), Voice.speech(48_000, 4));
        short[] clean = call().send(packets, _ -> false).heard();
        HeardCall call = call().send(packets, i -> i % 10 == 5);
        short[] heard = call.heard();

        assertThat(clean).hasSize(packets.length * FRAME);
        assertThat(heard).as("to the sample").hasSize(clean.length);
        assertThat(call.stats().packets().lost()).isEqualTo(20);
        assertThat(call.stats().recoveredMillis()).isGreaterThan(200);
        assertThat(call.stats().recoveredMillis() + call.stats().filledMillis()).isEqualTo(400);
        assertThat(call.stats().concealedMillis()).isEqualTo(call.stats().filledMillis());
        assertThat(call.stats().droppedPackets()).isZero();
    }

    @Test
    void withoutFecTheCodecConceals() {
        byte[][] packets = packets(MUSIC, tone(440, 4));
        HeardCall call = call().send(packets, i -> i % 20 == 10);

        assertThat(call.stats().recoveredMillis()).isZero();
        assertThat(call.stats().concealedMillis()).isEqualTo(200);
        assertThat(call.heard()).hasSize(packets.length * FRAME);
        assertThat(longestStep(call.heard())).as("no click").isLessThan(1_226);
    }

    @Test
    void aLongLossFadesAndWhatFollowsStandsInItsPlace() {
        byte[][] packets = packets(MUSIC, tone(440, 4));
        HeardCall call = call().send(packets, i -> i >= 50 && i < 75);

        assertThat(call.heard()).hasSize(packets.length * FRAME);
        assertThat(call.stats().filledMillis()).isCloseTo(500, offset(40L));
        assertThat(call.stats().concealedMillis()).isLessThan(250);
        short[] end = Arrays.copyOfRange(call.heard(), 120 * FRAME, 190 * FRAME);
        short[] clean = call().send(packets, _ -> false).heard();
        assertThat(Snr.of(Arrays.copyOfRange(clean, 120 * FRAME, 190 * FRAME), end))
                .isGreaterThan(20);
    }

    /** The sequence goes on, the timestamps jump: nothing was lost, and nothing is repeated. */
    @Test
    void aPauseOfTheSenderIsSilentAndNoLoss() {
        byte[][] packets = packets(MUSIC, tone(440, 4));
        HeardCall call = call();
        for (int i = 0; i < 50; i++) {
            call.packet(packets[i], false);
        }
        call.pause(60);
        for (int i = 53; i < 100; i++) {
            call.packet(packets[i], false);
        }

        assertThat(call.heard()).hasSize(100 * FRAME);
        assertThat(call.stats().packets().lost()).isZero();
        assertThat(call.stats().filledMillis()).isEqualTo(60);
        assertThat(call.stats().concealedMillis()).isZero();
        short[] pause = Arrays.copyOfRange(call.heard(), 50 * FRAME + 300, 53 * FRAME);
        assertThat(pause).containsOnly((short) 0);
    }

    /** Packets that say so, then none but one every 400 ms, as RFC 7587 §3.1.3 has it. */
    @Test
    void theCodecsComfortNoiseCarriesAPauseOn() {
        short[] voice = Voice.speech(48_000, 2);
        Random random = new Random(4);
        short[] scene = Arrays.copyOf(voice, 6 * 48_000);
        for (int i = 0; i < scene.length; i++) {
            scene[i] = (short) Math.clamp(scene[i] + 2L * (random.nextInt(3) - 1), -32_768, 32_767);
        }
        byte[][] packets = packets(Settings.VOICE.withDtx(), scene);
        HeardCall call = call();
        int sent = 0;
        int idle = 0;
        for (byte[] packet : packets) {
            if (packet.length <= 2 && idle++ % 20 != 0) {
                call.pause(20);
            } else {
                idle = packet.length <= 2 ? idle : 0;
                call.packet(packet, false);
                sent++;
            }
        }

        assertThat(sent).as("packets saved").isLessThan(packets.length - 50);
        assertThat(call.stats().packets().lost()).isZero();
        assertThat(call.stats().concealedMillis()).isZero();
        assertThat(call.stats().droppedPackets()).isZero();
        assertThat(call.stats().anchors()).isEqualTo(1);
        assertThat(call.heard().length).isCloseTo(packets.length * FRAME, offset(10 * FRAME));
    }

    @Test
    void packetsThatAreNoOpusAreConcealedLikeLostOnes() {
        byte[][] packets = packets(MUSIC, tone(440, 4));
        for (int i = 10; i < packets.length; i += 20) {
            packets[i] = new byte[] {(byte) 0xFB, 0};
        }
        HeardCall call = call().send(packets, _ -> false);

        assertThat(call.heard()).hasSize(packets.length * FRAME);
        assertThat(call.stats().concealedMillis()).isEqualTo(200);
        assertThat(call.stats().packets().lost()).isZero();
    }

    @Test
    void noiseInPlaceOfPacketsBreaksNothing() {
        byte[][] packets = packets(Settings.VOICE.withFec(20), Voice.speech(48_000, 4));
        Random random = new Random(6);
        for (int i = 0; i < packets.length; i += 3) {
            packets[i] = new byte[random.nextInt(60)];
            random.nextBytes(packets[i]);
        }
        HeardCall call = call().send(packets, i -> i % 7 == 4);

        assertThat(call.heard().length).isCloseTo(packets.length * FRAME, offset(10 * FRAME));
    }

    private static HeardCall call() {
        return new HeardCall(OPUS, new SoundCodecs());
    }

    private static byte[][] packets(Settings settings, short[] samples) {
        try (var encoder = new OpusEncoder(settings)) {
            byte[][] packets = new byte[samples.length / FRAME][];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = encoder.encode(samples, i * FRAME, FRAME);
            }
            return packets;
        }
    }

    private static short[] tone(int hz, int seconds) {
        short[] samples = new short[48_000 * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (16_384 * Math.sin(2 * Math.PI * hz * i / 48_000));
        }
        return samples;
    }

    private static int longestStep(short[] samples) {
        int longest = 0;
        for (int i = 1; i < samples.length; i++) {
            longest = Math.max(longest, Math.abs(samples[i] - samples[i - 1]));
        }
        return longest;
    }
}
