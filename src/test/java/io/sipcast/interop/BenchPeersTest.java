package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.bench.peers.Judge;
import io.sipcast.bench.peers.Load;
import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.PictureLoop;
import io.sipcast.bench.peers.Received;
import io.sipcast.bench.peers.RtmpSink;
import io.sipcast.bench.peers.SoundLoop;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the bench's callee sends comes through the real gateway, and the judge finds it right. */
@Tag("interop")
class BenchPeersTest {
    private static final Path LOOPS = Path.of("target", "bench");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void sound() throws Exception {
        judge(Load.of(SoundLoop.pcmu()), false);
    }

    @Test
    void opus() throws Exception {
        judge(Load.of(SoundLoop.opus()), false);
    }

    @Test
    void encryptedWithPictures() throws Exception {
        Load load = Load.of(SoundLoop.pcmu()).with(PictureLoop.h264At360(LOOPS)).withEncryption();
        judge(load, true, "rtp.encryption=required");
    }

    @Test
    void pictures() throws Exception {
        judge(Load.of(SoundLoop.pcmu()).with(PictureLoop.h264At360(LOOPS)), true);
    }

    @Test
    void vp8() throws Exception {
        judge(
                Load.of(SoundLoop.pcmu()).with(PictureLoop.vp8At360(LOOPS)),
                true,
                "media.video.codecs=vp8");
    }

    private static void judge(Load load, boolean video, String... settings) throws Exception {
        try (var sink = new RtmpSink();
                var callee = new LoadCallee(load);
                TestGateway gateway = TestGateway.startUnjudged(settings)) {
            sink.keep("s0");
            for (int i = 0; i < 3; i++) {
                gateway.call(
                        "callId", "c" + i,
                        "callee", callee.uri("u" + i),
                        "rtmpUrl", sink.url(),
                        "rtmpStream", "s" + i,
                        "hasVideo", Boolean.toString(video));
            }
            await().atMost(LIMIT).until(() -> sink.of("s2").audioMessages() > 300);
            assertThat(callee.calls()).isEqualTo(3);
            assertThat(sink.publishing()).isEqualTo(3);
            System.out.println(callee.lateness());
            for (int i = 0; i < 3; i++) {
                Received received = sink.of("s" + i);
                System.out.println(Judge.delays(callee.sent("u" + i), received));
                System.out.println(Judge.sound(callee.sent("u" + i), received));
            }
            System.out.println(Judge.pictures(sink.of("s0")) + " " + sink.of("s0").videoMessages());
        }
    }
}
