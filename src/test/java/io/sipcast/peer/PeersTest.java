package io.sipcast.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The peers work with each other before anything of ours is asked of them. */
@Tag("interop")
class PeersTest {
    @Test
    void nginxKeepsWhatFfmpegPublishes() {
        try (NginxRtmp nginx = NginxRtmp.start()) {
            String _ =
                    PeerProcess.run(
                            Duration.ofMinutes(1),
                            "ffmpeg",
                            "-v",
                            "error",
                            "-re",
                            "-t",
                            "4",
                            "-i",
                            TestMedia.mp4().toString(),
                            "-c",
                            "copy",
                            "-f",
                            "flv",
                            nginx.url("rec") + "/one");

            Recording recording = nginx.recording("one");
            assertThat(recording.tracks()).containsExactly("h264,640,360", "aac,48000,1");
            assertThat(recording.beeps()).hasSizeBetween(3, 5);
        }
    }

    @Test
    void baresipRegistersAtKamailio() {
        try (Kamailio kamailio = Kamailio.start();
                Baresip bob =
                        Baresip.start(
                                new Baresip.Settings("bob", "secretB", true, kamailio.address()))) {
            assertThat(bob.output()).contains("200 OK");
        }
    }

    @Test
    void sippRunsAScenario() {
        SippScenario scenario = SippScenario.invited().trying().ringing().refuse("486 Busy Here");
        try (Sipp callee = Sipp.start(scenario)) {
            var caller =
                    PeerProcess.start(
                            PeerProcess.folder("sipp-caller"),
                            "sipp",
                            "-sn",
                            "uac",
                            "-i",
                            "127.0.0.1",
                            "-p",
                            "" + FreePorts.next(),
                            "-m",
                            "1",
                            "-nostdin",
                            "127.0.0.1:" + callee.port());
            try (caller) {
                callee.awaitSuccess();
                assertThat(callee.messages()).contains("486 Busy Here");
            }
        }
    }
}
