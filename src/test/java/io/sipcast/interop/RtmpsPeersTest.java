package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Recording;
import io.sipcast.peer.TestCertificates;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call to a server that is reached over TLS: nginx, terminating it before nginx-rtmp. */
@Tag("interop")
class RtmpsPeersTest {
    private static final String CA = "push.tls.ca=" + TestCertificates.certificate("ca");

    @Test
    void aCallIsPublishedOverTls() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                NginxRtmp.Secure tls = nginx.secure("server");
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start(CA)) {
            call(gateway, bob, tls.url("localhost", "live"));
            gateway.awaitTarget("c1", "PUBLISHING");
            Recording seen = gateway.record(nginx.url("live") + "/c1", Duration.ofSeconds(4));
            assertThat(seen.longestAudioStep()).isLessThan(0.1);
            assertThat(seen.tracks()).containsExactlyInAnyOrder("h264,640,360", "aac,48000,1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "other, its certificate is for pbx.example.net",
        "expired, its certificate expired on",
        "stranger, its certificate is from an unknown authority",
    })
    void aWrongCertificateIsNamedAndTheCallGoesOn(String certificate, String words)
            throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                NginxRtmp.Secure tls = nginx.secure(certificate);
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start(CA)) {
            call(gateway, bob, tls.url("localhost", "live"));
            gateway.awaitStatus("c1", "ESTABLISHED");
            var call =
                    gateway.awaitDetails(
                            "c1", c -> !c.path("rtmp").path("reason").asString("").isEmpty());
            assertThat(call.path("rtmp").path("reason").asString(""))
                    .startsWith(
                            "The RTMP server localhost:"
                                    + tls.port()
                                    + " cannot be reached over TLS: ")
                    .contains(words);
            assertThat(call.path("status").asString("")).isEqualTo("ESTABLISHED");
        }
    }

    private static void call(TestGateway gateway, DemoCallee bob, String url) {
        gateway.call(
                "callId",
                "c1",
                "callee",
                bob.uri(),
                "hasVideo",
                "true",
                "toStream",
                "show",
                "rtmpUrl",
                url,
                "rtmpStream",
                "c1");
    }
}
