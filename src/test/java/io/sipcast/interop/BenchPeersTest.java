package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.bench.peers.Judge;
import io.sipcast.bench.peers.Judge.Delays;
import io.sipcast.bench.peers.Judge.Pictures;
import io.sipcast.bench.peers.Load;
import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.PictureLoop;
import io.sipcast.bench.peers.Received;
import io.sipcast.bench.peers.RtmpSink;
import io.sipcast.bench.peers.SendLog;
import io.sipcast.bench.peers.SoundLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the bench's callee sends comes through the real gateway, and the judge finds it right. A
 * machine that is busy makes holes at first: the last seconds are judged until they have none, and
 * pictures by three seconds at a time.
 */
@Tag("interop")
class BenchPeersTest {
    private static final Path LOOPS = Path.of("target", "bench");
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @Test
    void sound() throws Exception {
        throughTheGateway(Load.of(SoundLoop.pcmu()), 3);
    }

    @Test
    void opus() throws Exception {
        throughTheGateway(Load.of(SoundLoop.opus()), 3);
    }

    @Test
    void pictures() throws Exception {
        throughTheGateway(Load.of(SoundLoop.pcmu()).with(PictureLoop.h264At360(LOOPS)), 3);
    }

    /** Which are encoded anew: one call, as others want these processors, too. */
    @Test
    void picturesOfAnotherCodec() throws Exception {
        throughTheGateway(
                Load.of(SoundLoop.pcmu()).with(PictureLoop.vp8At360(LOOPS)),
                1,
                "media.video.codecs=vp8");
    }

    @Test
    void encrypted() throws Exception {
        throughTheGateway(
                Load.of(SoundLoop.pcmu()).with(PictureLoop.h264At360(LOOPS)).withEncryption(),
                3,
                "rtp.encryption=required");
    }

    private static void throughTheGateway(Load load, int calls, String... settings)
            throws Exception {
        try (var sink = new RtmpSink();
                var callee = new LoadCallee(load);
                TestGateway gateway = TestGateway.startUnjudged(settings)) {
            for (int i = 0; i < calls; i++) {
                gateway.call(
                        "callId", "c" + i,
                        "callee", callee.uri("u" + i),
                        "rtmpUrl", sink.url(),
                        "rtmpStream", "s" + i,
                        "hasVideo", Boolean.toString(load.pictures() != null));
            }
            await().atMost(LIMIT).until(() -> callee.calls() == calls);
            for (int i = 0; i < calls; i++) {
                comesRight(callee.sent("u" + i), sink, "s" + i);
            }
            assertThat(sink.publishing()).isEqualTo(calls);
            assertThat(callee.lateness().packets()).isGreaterThan(100L * calls);
            PictureLoop pictures = load.pictures();
            if (pictures != null) {
                looksRight(pictures, sink, "s0");
            }
            gateway.terminate("c0");
            await().atMost(LIMIT).until(() -> callee.calls() == calls - 1);
        }
    }

    private static void comesRight(SendLog sent, RtmpSink sink, String name) {
        await(name)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Judge.Sound sound = Judge.sound(sent, sink.of(name));
                    assertThat(sound.isRight()).as("%s", sound).isTrue();
                    assertThat(sound.seconds()).isGreaterThan(3.5);
                });
        Delays delays = Judge.delays(sent, sink.of(name));
        assertThat(delays.found()).isTrue();
        assertThat(delays.frames()).isGreaterThan(100);
        assertThat(delays.p50Millis()).as("%s", delays).isBetween(0.0, 1000.0);
        assertThat(delays.lost()).isZero();
    }

    private static void looksRight(PictureLoop sent, RtmpSink sink, String name) {
        sink.keep(name);
        await(name)
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    Received received = sink.of(name);
                    assertThat(received.videoMessages()).isGreaterThan(75);
                    Pictures pictures = Judge.pictures(sent, received);
                    received.forget(); // if they are not right, the next ones are looked at
                    assertThat(pictures.isRight()).as("%s", pictures).isTrue();
                    assertThat(pictures.width()).isEqualTo(640);
                    assertThat(pictures.decoded()).isGreaterThan(40);
                    assertThat(pictures.perSecond()).isBetween(23.0, 27.0);
                });
    }

    /** What a user would run instead is fed, and judged, by the same. */
    @Test
    void ffmpegInTheGatewaysPlace(@TempDir Path folder) throws Exception {
        PictureLoop pictures = PictureLoop.h264At360(LOOPS);
        Load load = Load.of(SoundLoop.pcmu()).with(pictures);
        try (var sink = new RtmpSink();
                var callee = new LoadCallee(load)) {
            int port = 39_000 + 4 * (int) (ProcessHandle.current().pid() % 500);
            Path sdp = Files.writeString(folder.resolve("0.sdp"), callee.sdp(0, port));
            Process program = ffmpeg(sdp, sink.url() + "/f0", folder.resolve("log"));
            try {
                sink.keep("f0");
                callee.sendTo(1, port);
                comesRight(callee.sent("c0"), sink, "f0");
                looksRight(pictures, sink, "f0");
                callee.stopSending();
                assertThat(callee.calls()).isZero();
            } finally {
                program.destroy();
                program.waitFor();
            }
        }
    }

    private static Process ffmpeg(Path sdp, String url, Path log) throws Exception {
        String program = Loader.load(ffmpeg.class);
        String options =
                " -hide_banner -nostdin -loglevel warning -nostats -threads 1"
                        + " -protocol_whitelist file,udp,rtp -analyzeduration 500k -i "
                        + sdp
                        + " -c:v copy -c:a aac -aac_coder fast -ar 48000 -ac 1 -b:a 64k"
                        + " -threads 1 -f flv ";
        return new ProcessBuilder(List.of((program + options + url).split(" ")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
