package io.sipcast.interop;

import static io.sipcast.interop.MainJobTest.isRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Enhanced RTMP with FFmpeg 8, the program that comes with the library: Debian's version does not
 * know it.
 */
@Tag("interop")
class EnhancedPeersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void publishedH265AndOpusReachClassicPlayersAsH264AndAac() throws Exception {
        try (TestGateway gateway = TestGateway.start();
                PeerProcess publisher = publish(gateway.rtmp("show"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            isRight(gateway.record(gateway.rtmp("show"), Duration.ofSeconds(7)));
            isRight(gateway.record(gateway.http("/live/show.flv"), Duration.ofSeconds(7)));
            assertThat(publisher.alive()).as(publisher.output()).isTrue();
        }
    }

    @Test
    void whoTakesThemGetsThemAsTheyCame() throws Exception {
        try (TestGateway gateway = TestGateway.start();
                PeerProcess publisher = publish(gateway.rtmp("show"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            Path file = PeerProcess.folder("enhanced-player").resolve("got.mkv");
            List<String> play =
                    List.of(
                            "-rtmp_enhanced_codecs",
                            "hvc1,Opus",
                            "-t",
                            "4",
                            "-i",
                            gateway.rtmp("show"),
                            "-c",
                            "copy",
                            file.toString());
            try (PeerProcess player = ffmpeg(play)) {
                assertThat(player.exit(LIMIT)).as(player.output()).isZero();
            }
            assertThat(codecs(file)).containsExactlyInAnyOrder("hevc", "opus");
            assertThat(publisher.alive()).as(publisher.output()).isTrue();
        }
    }

    /** H.265 and Opus. */
    static PeerProcess publish(String url) {
        return ffmpeg(
                List.of(
                        "-re",
                        "-i",
                        TestMedia.hevcAndOpus().toString(),
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        url));
    }

    private static PeerProcess ffmpeg(List<String> options) {
        String program = Loader.load(ffmpeg.class); // with the libraries beside it
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "LD_LIBRARY_PATH=" + Path.of(program).getParent(),
                                program,
                                "-nostdin"));
        command.addAll(options);
        return PeerProcess.start(PeerProcess.folder("ffmpeg8"), command);
    }

    private static List<String> codecs(Path file) {
        return PeerProcess.run(
                        LIMIT,
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_name",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .toList();
    }
}
