package io.sipcast.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.SilentPayload;
import io.sipcast.transcode.OpusEncoder;
import io.sipcast.transcode.SoundCodecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How much later than it was said a sound is in the stream, besides the time that a packet of it
 * takes to be filled: the look-ahead of the sender's coder, and what our decoder and all that comes
 * after it add. What is said is a sweep, as nothing else is like itself a little later; the delay
 * is where the stream is most like it. Compared with the table in the resources; the new one is
 * written to {@code target}.
 */
class CodecDelayTest {
    private static final int SECONDS = 4;
    private static final double MOST_MILLIS = 60;
    private static final double TOLERANCE_MILLIS = 0.13; // a sample at 8 kHz
    private static final SoundCodecs CODECS = new SoundCodecs();
    private static final Path NEW = Path.of("target", "delays.txt");
    private static final String HEAD =
            """
            # What each codec delays sound by, in ms, beside the time of a packet: the look-ahead of its coder with
            # what our decoder adds; then how much of it is still held back when the last packet has come.
            #
            # codec              delay    held
            """;

    /** A codec, and what its sender made of the sweep. */
    private record Sender(String name, AudioPayload format, List<byte[]> packets) {}

    @Test
    void isAsShortAsItWas() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Sender sender : senders()) {
            rows.add(row(sender));
        }
        Files.createDirectories(Objects.requireNonNull(NEW.getParent()));
        Files.writeString(NEW, HEAD + String.join("\n", rows) + "\n");
        List<String> before = before();

        assertThat(rows).hasSameSizeAs(before);
        for (int i = 0; i < rows.size(); i++) {
            String[] now = rows.get(i).split(" +", -1);
            String[] then = before.get(i).split(" +", -1);
            assertThat(now[0]).isEqualTo(then[0]);
            for (int column = 1; column <= 2; column++) {
                assertThat(
                                Math.abs(
                                        Double.parseDouble(now[column])
                                                - Double.parseDouble(then[column])))
                        .as("%s; all of them are in %s", rows.get(i), NEW)
                        .isLessThan(TOLERANCE_MILLIS);
            }
        }
    }

    /** Its coder is nobody's here: the stored tone begins where it is to begin, within 1 ms. */
    @ParameterizedTest
    @CsvSource({"20, 38, tone.ilbc20", "30, 50, tone.ilbc30"})
    void ofIlbcThereIsNone(int millis, int bytes, String file) throws IOException {
        String mode = "mode=" + millis;
        byte[] silence = SilentPayload.of(AudioEncoding.ILBC, mode, millis).toArray();
        byte[] tone = Arrays.copyOf(resource("/io/sipcast/transcode/" + file), bytes);
        try (AudioDecoder decoder =
                CODECS.decoder(new AudioPayload(97, AudioEncoding.ILBC, mode))) {
            for (int i = 0; i < 5; i++) {
                assertThat(decoder.decode(silence, 0, bytes)).hasSize(8 * millis);
            }
            short[] first = decoder.decode(tone, 0, bytes);

            int at = 0;
            while (Math.abs(first[at]) < 1_500) {
                at++;
            }
            assertThat(at).as("samples before it is loud").isLessThan(8);
        }
    }

    private static String row(Sender sender) {
        int rate = sender.format().encoding().sampleRateHz();
        HeardCall call =
                new HeardCall(sender.format(), CODECS)
                        .send(sender.packets().toArray(byte[][]::new), _ -> false);
        short[] heard = call.heard();
        double delay = lag(sweep(rate), heard, rate) * 1000.0 / rate;
        double held = sender.packets().size() * 20 - heard.length * 1000.0 / rate;
        assertThat(call.stats().filledMillis()).as(sender.name()).isZero();
        return String.format(Locale.ROOT, "%-18s %7.2f %7.2f", sender.name(), delay, held);
    }

    /** From 300 to 3400 Hz, which all of them carry. */
    private static short[] sweep(int rate) {
        short[] samples = new short[SECONDS * rate];
        for (int i = 0; i < samples.length; i++) {
            double seconds = (double) i / rate;
            double turns = 300 * seconds + 0.5 * (3100.0 / SECONDS) * seconds * seconds;
            samples[i] = (short) Math.round(8000 * Math.sin(2 * Math.PI * turns));
        }
        return samples;
    }

    /** At which one is most like the other, in samples. */
    private static int lag(short[] said, short[] heard, int rate) {
        int most = (int) (MOST_MILLIS * rate / 1000);
        int from = rate / 2; // the coder has begun
        int to = Math.min(said.length, heard.length) - most;
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int lag = 0; lag < most; lag++) {
            double sum = 0;
            double energy = 1;
            for (int i = from; i < to; i++) {
                sum += (double) said[i] * heard[i + lag];
                energy += (double) heard[i + lag] * heard[i + lag];
            }
            double likeness = sum / Math.sqrt(energy);
            if (likeness > highest) {
                highest = likeness;
                best = lag;
            }
        }
        double said2 = 0;
        for (int i = from; i < to; i++) {
            said2 += (double) said[i] * said[i];
        }
        assertThat(highest / Math.sqrt(said2)).as("the same sound").isGreaterThan(0.85);
        return best;
    }

    private static List<Sender> senders() throws IOException {
        List<Sender> senders = new ArrayList<>();
        for (AudioEncoding encoding : AudioEncoding.values()) {
            switch (encoding) {
                case OPUS -> {
                    senders.add(opus("OPUS_VOICE", OpusEncoder.Settings.VOICE));
                    senders.add(opus("OPUS_SOUND", OpusEncoder.Settings.SOUND));
                }
                case G729 -> senders.add(stored("G729", encoding, "sweep.g729", 20));
                case GSM -> senders.add(stored("GSM", encoding, "sweep.gsm", 33));
                case ILBC,
                        CN_8K,
                        CN_16K -> {} // of iLBC there is a tone only, and noise has no time
                default -> senders.add(encoded(encoding));
            }
        }
        return senders;
    }

    private static Sender encoded(AudioEncoding encoding) {
        int rate = encoding.sampleRateHz();
        var format = new AudioPayload(96, encoding);
        short[] sound = sweep(rate);
        List<byte[]> packets = new ArrayList<>();
        try (AudioPayloadEncoder encoder = Objects.requireNonNull(CODECS.encoder(format))) {
            int count = rate / 50;
            for (int at = 0; at + count <= sound.length; at += count) {
                packets.add(encoder.encode(Arrays.copyOfRange(sound, at, at + count)));
            }
        }
        return new Sender(encoding.name(), format, packets);
    }

    private static Sender opus(String name, OpusEncoder.Settings settings) {
        short[] sound = sweep(48_000);
        List<byte[]> packets = new ArrayList<>();
        try (var encoder = new OpusEncoder(settings)) {
            for (int at = 0; at + 960 <= sound.length; at += 960) {
                packets.add(encoder.encode(sound, at, 960));
            }
        }
        return new Sender(name, new AudioPayload(111, AudioEncoding.OPUS), packets);
    }

    /** What bcg729 and libgsm made of the same sweep: we have no coders of these. */
    private static Sender stored(String name, AudioEncoding encoding, String file, int packetBytes)
            throws IOException {
        byte[] all = resource(file);
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at + packetBytes <= all.length; at += packetBytes) {
            packets.add(Arrays.copyOfRange(all, at, at + packetBytes));
        }
        return new Sender(name, new AudioPayload(96, encoding), packets);
    }

    private static List<String> before() throws IOException {
        return new String(resource("delays.txt"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CodecDelayTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
