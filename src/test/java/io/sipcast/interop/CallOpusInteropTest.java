package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * baresip's Opus through a call, a push to a server that takes Opus, and a player of FFmpeg 8 that
 * takes it. baresip sends stereo, and what we encode has one channel: the packets tell whose they
 * are.
 */
@Tag("interop")
class CallOpusInteropTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int STEREO = 4;

    @Test
    void theCalleesPacketsReachATargetThatTakesThemAndAClassicPlayerHearsAac() throws Exception {
        var settings = new Baresip.Settings("bob", "", false, "").with(Baresip.Sound.OPUS);
        try (TestGateway target = TestGateway.start();
                Baresip bob = Baresip.start(settings);
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    bob.uri(),
                    "toStream",
                    "call",
                    "rtmpUrl",
                    "rtmp://127.0.0.1:" + target.rtmpPort() + "/live",
                    "rtmpStream",
                    "got");
            gateway.awaitStatus("c1", "ESTABLISHED");
            gateway.awaitTarget("c1", "PUBLISHING");
            Windows.oneOf(
                    3,
                    () -> new Opus(play(target.rtmp("got"))),
                    CallOpusInteropTest::isUnbroken,
                    CallOpusInteropTest::isTheCallees);
            Windows.oneOf(
                    3,
                    () -> gateway.record(gateway.rtmp("call"), Duration.ofSeconds(4)),
                    CallOpusInteropTest::isUnbrokenAac,
                    CallOpusInteropTest::beeps);
            gateway.terminate("c1");
        }
    }

    /** What a player got, and the same decoded. */
    private record Opus(Path file, Recording sound) {
        Opus(Path file) {
            this(file, decoded(file));
        }
    }

    private static void isUnbroken(Opus opus) {
        Recording got = new Recording(opus.file());
        assertThat(got.tracks()).anyMatch(track -> track.startsWith("opus,48000"));
        assertThat(got.longestAudioStep()).isLessThan(0.1);
        assertThat(packets(opus.file())).hasSizeGreaterThan(250);
        isUnbroken(opus.sound());
    }

    private static void isUnbrokenAac(Recording recording) {
        assertThat(recording.tracks()).contains("aac,48000,1");
        isUnbroken(recording);
    }

    private static void isUnbroken(Recording recording) {
        assertThat(recording.complaints()).isEmpty();
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
    }

    /** But for a few: the callee stalls, and we fill. */
    private static void isTheCallees(Opus opus) {
        List<byte[]> packets = packets(opus.file());
        long own = packets.stream().filter(packet -> (packet[0] & STEREO) != 0).count();
        assertThat(own).as("of %s", packets.size()).isGreaterThan(packets.size() * 95L / 100);
        beeps(opus.sound());
    }

    private static void beeps(Recording recording) {
        assertThat(recording.beeps()).hasSizeGreaterThan(2);
        assertThat(recording.pitches())
                .isNotEmpty()
                .allSatisfy(pitch -> assertThat(pitch).isCloseTo(1000, within(25.0)));
    }

    private static Path play(String url) {
        Path file = PeerProcess.folder("opus-player").resolve("got.mkv");
        String program = Loader.load(ffmpeg.class); // with the libraries beside it
        List<String> command =
                List.of(
                        "env",
                        "LD_LIBRARY_PATH=" + Path.of(program).getParent(),
                        program,
                        "-nostdin",
                        "-rtmp_enhanced_codecs",
                        "Opus",
                        "-i",
                        url,
                        "-t",
                        "6",
                        "-c",
                        "copy",
                        file.toString());
        try (PeerProcess player = PeerProcess.start(PeerProcess.folder("ffmpeg8"), command)) {
            assertThat(player.exit(LIMIT)).as(player.output()).isZero();
        }
        return file;
    }

    /** By libopus: FFmpeg's own decoder makes noise of baresip's tone. */
    private static Recording decoded(Path file) {
        Path pcm = file.resolveSibling("pcm.mka");
        String said =
                PeerProcess.run(
                        LIMIT,
                        "ffmpeg",
                        "-v",
                        "error",
                        "-c:a",
                        "libopus",
                        "-i",
                        file.toString(),
                        "-vn",
                        pcm.toString());
        assertThat(said).isEmpty();
        return new Recording(pcm);
    }

    private static List<byte[]> packets(Path file) {
        String shown =
                PeerProcess.run(
                        LIMIT,
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "a",
                        "-show_entries",
                        "packet=data",
                        "-show_data",
                        "-of",
                        "default=noprint_wrappers=1",
                        file.toString());
        List<byte[]> firsts = new ArrayList<>();
        for (String line : shown.lines().toList()) {
            if (line.startsWith("00000000: ")) { // its first 16 bytes: "00000000: fc7f 03..."
                firsts.add(HexFormat.of().parseHex(line.substring(10, 14)));
            }
        }
        return firsts;
    }
}
