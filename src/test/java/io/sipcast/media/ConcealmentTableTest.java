package io.sipcast.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.G711;
import io.sipcast.transcode.OpusEncoder;
import io.sipcast.transcode.SoundCodecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * How well lost packets are concealed, in figures that a change can be compared with: the table in
 * the resources. Where they get better, the new table goes there.
 */
class ConcealmentTableTest {
    private static final int SECONDS = 60;
    private static final double TOLERANCE = 0.3;
    private static final Path NEW = Path.of("target", "concealment.txt");
    private static final String HEAD =
            """
            # Segmental SNR in dB (20 ms, -10 to 35 dB, where somebody speaks) against the same call without
            # loss: of the segments whose packets were lost, then of all. Then how much of 60 s was made
            # up and recovered, in ms. Speech is synthetic, packets are of 20 ms, losses are seeded.
            #
            # codec   losses  percent     lost    all  made-up  recovered
            """;

    /** A codec and what its sender sends. */
    private record Sender(String name, AudioPayload format, List<byte[]> packets) {}

    @Test
    void isAsGoodAsItWas() throws IOException {
        List<String> rows = rows();
        Files.createDirectories(Objects.requireNonNull(NEW.getParent()));
        Files.writeString(NEW, HEAD + String.join("\n", rows) + "\n");
        List<String> before = before();

        assertThat(rows).hasSameSizeAs(before);
        for (int i = 0; i < rows.size(); i++) {
            String[] now = rows.get(i).strip().split(" +", -1);
            String[] then = before.get(i).strip().split(" +", -1);
            assertThat(now[0] + now[1] + now[2]).isEqualTo(then[0] + then[1] + then[2]);
            for (int column = 3; column <= 4; column++) {
                assertThat(Double.parseDouble(now[column]))
                        .as("%s; all of them are in %s", rows.get(i), NEW)
                        .isGreaterThan(Double.parseDouble(then[column]) - TOLERANCE);
            }
        }
    }

    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (Sender sender : List.of(g711(), g722(), opus(false), opus(true))) {
            short[] clean = call(sender, new BitSet()).heard();
            for (LossPattern pattern : LossPattern.values()) {
                for (int percent : new int[] {1, 5, 10}) {
                    rows.add(row(sender, pattern, percent, clean));
                }
            }
        }
        return rows;
    }

    private static String row(Sender sender, LossPattern pattern, int percent, short[] clean) {
        BitSet lost = pattern.of(sender.packets().size(), percent);
        HeardCall call = call(sender, lost);
        Snr.Segments segments =
                Snr.segments(
                        clean, call.heard(), sender.format().encoding().sampleRateHz() / 50, lost);
        return String.format(
                Locale.ROOT,
                "%-9s %-7s %7d  %7.2f %6.2f  %7d  %9d",
                sender.name(),
                pattern.name().toLowerCase(Locale.ROOT),
                percent,
                segments.lost(),
                segments.all(),
                call.stats().concealedMillis(),
                call.stats().recoveredMillis());
    }

    private static HeardCall call(Sender sender, BitSet lost) {
        return new HeardCall(sender.format(), new SoundCodecs())
                .send(sender.packets().toArray(byte[][]::new), lost::get);
    }

    private static List<String> before() throws IOException {
        try (var in = ConcealmentTableTest.class.getResourceAsStream("concealment.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static Sender g711() {
        short[] voice = Voice.speech(8_000, SECONDS);
        byte[][] packets = new byte[voice.length / 160][160];
        for (int i = 0; i < voice.length; i++) {
            packets[i / 160][i % 160] = G711.PCMA.encode(voice[i]);
        }
        return new Sender("PCMA", new AudioPayload(8, AudioEncoding.PCMA), List.of(packets));
    }

    private static Sender g722() {
        short[] voice = Voice.speech(16_000, SECONDS);
        var format = new AudioPayload(9, AudioEncoding.G722);
        List<byte[]> packets = new ArrayList<>();
        try (AudioPayloadEncoder encoder =
                Objects.requireNonNull(new SoundCodecs().encoder(format))) {
            for (int i = 0; i + 320 <= voice.length; i += 320) {
                packets.add(encoder.encode(Arrays.copyOfRange(voice, i, i + 320)));
            }
        }
        return new Sender("G722", format, packets);
    }

    private static Sender opus(boolean fec) {
        short[] voice = Voice.speech(48_000, SECONDS);
        byte[][] packets = new byte[voice.length / 960][];
        var settings = OpusEncoder.Settings.VOICE;
        try (var encoder = new OpusEncoder(fec ? settings.withFec(10) : settings)) {
            for (int i = 0; i < packets.length; i++) {
                packets[i] = encoder.encode(voice, 960 * i, 960);
            }
        }
        return new Sender(
                fec ? "OPUS+FEC" : "OPUS",
                new AudioPayload(111, AudioEncoding.OPUS),
                List.of(packets));
    }
}
