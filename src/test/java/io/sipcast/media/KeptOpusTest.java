package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.transcode.OpusEncoder;
import io.sipcast.transcode.OpusEncoder.Settings;
import io.sipcast.transcode.SoundCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks of the timeline bring the packets of the callee, where they are the whole of one. */
class KeptOpusTest {
    private static final AudioPayload OPUS = new AudioPayload(111, AudioEncoding.OPUS);
    private static final AudioPayload PCMU = new AudioPayload(0, AudioEncoding.PCMU);
    private static final int FRAME = 960;

    @Test
    void everyPacketIsThereByteForByte() {
        byte[][] packets = packets(Settings.VOICE, Voice.speech(48_000, 2));
        HeardCall call = call(OPUS, true).send(packets, _ -> false);

        assertThat(kept(call)).containsExactly(packets);
        assertThat(call.blocks())
                .allSatisfy(block -> {
                    assertThat(block.packet()).isNotNull();
                    assertThat(block.samples()).hasSize(FRAME);
                });
    }

    /** What the codec made up for a lost packet is nobody's, nor is what FEC brought back. */
    @Test
    void whatStandsInForALostPacketHasNone() {
        byte[][] packets = packets(Settings.VOICE.withFec(20), Voice.speech(48_000, 2));
        HeardCall call = call(OPUS, true).send(packets, i -> i % 10 == 5);

        byte[][] came =
                IntStream.range(0, packets.length)
                        .filter(i -> i % 10 != 5)
                        .mapToObj(i -> packets[i])
                        .toArray(byte[][]::new);
        assertThat(kept(call)).containsExactly(came);
        assertThat(call.stats().recoveredMillis()).isPositive();
        int samplesWithout =
                call.blocks().stream()
                        .filter(block -> block.packet() == null)
                        .mapToInt(block -> block.samples().length)
                        .sum();
        assertThat(samplesWithout).isEqualTo((packets.length - came.length) * FRAME);
    }

    /** A packet that says that the sender pauses holds nothing that a player could decode. */
    @Test
    void aPauseHasNone() {
        byte[][] packets = packets(Settings.VOICE, Voice.speech(48_000, 1));
        byte[] pause = {(byte) (packets[0][0] & 0xFC)};
        HeardCall call = call(OPUS, true).send(packets, _ -> false);
        for (int i = 0; i < 10; i++) {
            call.packet(pause, false);
        }

        assertThat(kept(call)).containsExactly(packets);
        assertThat(call.heard()).hasSize((packets.length + 10) * FRAME);
    }

    @Test
    void nothingIsKeptThatNobodyAskedFor() {
        byte[][] packets = packets(Settings.VOICE, Voice.speech(48_000, 1));
        assertThat(kept(call(OPUS, false).send(packets, _ -> false))).isEmpty();
    }

    @Test
    void anotherCodecHasNoPacketsToKeep() {
        byte[][] packets = new byte[50][160];
        assertThat(kept(call(PCMU, true).send(packets, _ -> false))).isEmpty();
    }

    /** The decoder refuses them. */
    @Test
    void brokenPacketsGoToNobody() {
        byte[][] packets = packets(Settings.VOICE, Voice.speech(48_000, 1));
        byte[][] good = Arrays.copyOf(packets, packets.length - 1);
        packets[packets.length - 1] = new byte[] {(byte) 0xFB, 0};
        assertThat(kept(call(OPUS, true).send(packets, _ -> false))).containsExactly(good);
    }

    private static List<byte[]> kept(HeardCall call) {
        List<byte[]> packets = new ArrayList<>();
        call.blocks().stream().map(Pcm::packet).filter(Objects::nonNull).forEach(packets::add);
        return packets;
    }

    private static HeardCall call(AudioPayload format, boolean keepsOpus) {
        return new HeardCall(
                format,
                new SoundCodecs(),
                new MediaSession.Settings(
                        JitterBounds.DEFAULT,
                        Duration.ofSeconds(2),
                        false,
                        TowardCallee.DEFAULT,
                        keepsOpus));
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
}
