package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import io.sipcast.peer.WireCallee;
import io.sipcast.transcode.FfmpegAudioCodecsTest;
import io.sipcast.transcode.SoundEncoder;
import io.sipcast.transcode.Tones;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The ffmpeg program as the sender of every codec that its RTP muxer knows, one call for each, all
 * at once; and baresip with G.722.
 */
@Tag("interop")
@Tag("timing")
class CodecsTest {
    private static final int TYPE = 99;

    /** How long each sends: enough for all hearings. */
    private static final int SECONDS = 30;

    /** The senders are programs that may be held up: one hearing has to be right. */
    private static final int MOST_HEARINGS = 3;

    private static final Path FOLDER = PeerProcess.folder("codecs");
    private static TestGateway gateway;

    /**
     * A callee that sends with ffmpeg.
     *
     * @param rtpmap as its SDP has it
     * @param input of ffmpeg: a source, or a file that is sent as it is
     * @param hertz of the tone
     * @param level of the tone, RMS
     */
    private record Sender(
            String rtpmap, String fmtp, List<String> input, double hertz, double level) {
        /** Otherwise ffmpeg fills a datagram with half a second and more. */
        int packetBytes() {
            return rtpmap.startsWith("L16") ? 1400 : 184;
        }

        String name() {
            return rtpmap.replace('/', '-').toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        gateway =
                TestGateway.start(
                        "media.audio.codecs=g722,pcmu,amr-wb,amr,ilbc,speex,l16,g726-32,g726-24,"
                                + "aal2-g726-40,aal2-g726-32");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void whateverFfmpegSendsIsHeard() {
        List<Sender> senders = senders();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<String>> all =
                    senders.stream()
                            .map(one -> CompletableFuture.supplyAsync(() -> hear(one), threads))
                            .toList();
            assertThat(all.stream().map(CompletableFuture::join))
                    .allSatisfy(complaint -> assertThat(complaint).isEmpty());
        }
    }

    private static List<Sender> senders() {
        return List.of(
                source("G722/8000", "g722", 16_000),
                source("G726-32/8000", "g726le", 8000, "-b:a", "32k"),
                source("G726-24/8000", "g726le", 8000, "-b:a", "24k"),
                source("AAL2-G726-40/8000", "g726", 8000, "-b:a", "40k"),
                source("AAL2-G726-32/8000", "g726", 8000, "-b:a", "32k"),
                source("speex/8000", "libspeex", 8000),
                source("speex/16000", "libspeex", 16_000),
                source("speex/32000", "libspeex", 32_000),
                source("L16/16000", "pcm_s16be", 16_000),
                source("L16/44100", "pcm_s16be", 44_100),
                source("L16/44100/2", "pcm_s16be", 44_100, "-af", "pan=stereo|c0=c0|c1=c0"),
                amr("AMR/8000", "libopencore_amrnb", 8000, 12_200, "#!AMR\n"),
                amr("AMR-WB/16000", "libvo_amrwbenc", 16_000, 23_850, "#!AMR-WB\n"),
                ilbc());
    }

    /** ffmpeg's sine is at an eighth of full scale. */
    private static Sender source(String rtpmap, String encoder, int rate, String... more) {
        List<String> input =
                new ArrayList<>(
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=700:sample_rate=" + rate,
                                "-c:a",
                                encoder));
        input.addAll(List.of(more));
        return new Sender(rtpmap, "", input, 700, 4096 / Math.sqrt(2));
    }

    /** Its muxer sends the octet-aligned form. */
    private static Sender amr(String rtpmap, String encoder, int rate, int bitrate, String magic) {
        try (var peer = new SoundEncoder(encoder, rate, 0, bitrate)) {
            short[] tone = Tones.tone(rate, 700, 8000, SECONDS * rate);
            Path file = file(rtpmap.replace('/', '-') + ".amr", magic, peer.encode(tone));
            return new Sender(
                    rtpmap, "octet-align=1", copied("amr", file), 700, 8000 / Math.sqrt(2));
        }
    }

    private static Sender ilbc() {
        byte[] half;
        try (var in = FfmpegAudioCodecsTest.class.getResourceAsStream("tone.ilbc20")) {
            half = Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 2 * SECONDS; i++) {
            all.add(half);
        }
        Path file = file("tone.lbc", "#!iLBC20\n", all);
        return new Sender("iLBC/8000", "mode=20", copied("ilbc", file), 440, 8000 / Math.sqrt(2));
    }

    private static List<String> copied(String format, Path file) {
        return List.of("-f", format, "-i", file.toString(), "-c:a", "copy");
    }

    private static Path file(String name, String magic, List<byte[]> frames) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(magic.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        frames.forEach(bytes::writeBytes);
        try {
            return Files.write(FOLDER.resolve(name), bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call to it; returns what is wrong with what a viewer hears. */
    private static String hear(Sender sender) {
        String id = sender.name();
        try (var callee = new WireCallee()) {
            gateway.call("callId", id, "callee", callee.uri(), "hasVideo", "false");
            callee.expect("INVITE");
            int port = FreePorts.next();
            callee.answer(200, "t", sdp(sender, port));
            callee.expect("ACK");
            try (PeerProcess ffmpeg = send(sender, port, callee.audioPort())) {
                return heard(sender, ffmpeg);
            } finally {
                gateway.terminate(id);
            }
        }
    }

    private static String heard(Sender sender, PeerProcess ffmpeg) {
        String id = sender.name();
        try {
            gateway.awaitDetails( // a callee that sends nothing yet is silence
                    id, call -> call.at("/media/audio/packets/packets").asInt(0) > 25);
            String complaint = complaint(sender);
            for (int again = 1; again < MOST_HEARINGS && !complaint.isEmpty(); again++) {
                complaint = complaint(sender);
            }
            return complaint;
        } catch (AssertionError e) {
            return id + ": " + e.getMessage() + ffmpeg.output() + gateway.details(id);
        }
    }

    private static String complaint(Sender sender) {
        Recording heard = gateway.record(gateway.rtmp(sender.name()), Duration.ofSeconds(3));
        boolean right =
                Math.abs(heard.tone() - sender.hertz()) < 10
                        && Math.abs(heard.level() / sender.level() - 1) < 0.25;
        return right
                ? ""
                : "%s: %.0f Hz at %.0f, not %.0f Hz at %.0f"
                        .formatted(
                                sender.name(),
                                heard.tone(),
                                heard.level(),
                                sender.hertz(),
                                sender.level());
    }

    private static String sdp(Sender sender, int port) {
        String fmtp = sender.fmtp().isEmpty() ? "" : "a=fmtp:99 " + sender.fmtp() + "\n";
        return """
        v=0
        o=- %1$d 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %1$d RTP/AVP 99
        a=rtpmap:99 %2$s
        %3$s\
        """
                .formatted(port, sender.rtpmap(), fmtp)
                .replace("\n", "\r\n");
    }

    private static PeerProcess send(Sender sender, int from, int to) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-re"));
        command.addAll(sender.input());
        command.addAll(
                List.of(
                        "-t",
                        Integer.toString(SECONDS),
                        "-payload_type",
                        Integer.toString(TYPE),
                        "-f",
                        "rtp",
                        "rtp://127.0.0.1:%d?localrtpport=%d&pkt_size=%d"
                                .formatted(to, from, sender.packetBytes())));
        return PeerProcess.start(PeerProcess.folder("sender"), command);
    }

    @Test
    void baresipWithG722() {
        var settings = new Baresip.Settings("wide", "", false, "").with(Baresip.Sound.G722);
        try (Baresip callee = Baresip.start(settings)) {
            gateway.call("callId", "g722", "callee", callee.uri(), "hasVideo", "false");
            gateway.awaitStatus("g722", "ESTABLISHED");
            Recording heard = gateway.record(gateway.rtmp("g722"), Duration.ofSeconds(4));

            assertThat(gateway.details("g722").toString()).contains("G722");
            List<Double> beeps = heard.beeps();
            assertThat(beeps).hasSizeGreaterThanOrEqualTo(3);
            assertThat(heard.beepSteps())
                    .as("beeps %s", beeps)
                    .allSatisfy(step -> assertThat(step).isCloseTo(1, within(0.03)));
            gateway.terminate("g722");
        }
    }
}
