package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.Recording;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A whole call over IPv6: SIP by either transport, SDP and media. */
@Tag("interop")
class Ipv6CallTest {
    private static final CalleeSettings AT_SIX =
            CalleeSettings.DEFAULT.at(InetAddress.ofLiteral("::1"));

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theStreamIsRight(String transport) throws Exception {
        try (DemoCallee callee = DemoCallee.start(AT_SIX);
                TestGateway gateway = TestGateway.start()) {
            assertThat(callee.uri()).startsWith("sip:demo@[::1]:");
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    callee.uri() + ";transport=" + transport,
                    "hasVideo",
                    "true");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Recording recording = gateway.record(gateway.rtmp("c1"), Duration.ofSeconds(6));

            assertThat(recording.complaints()).isEmpty();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(recording.flashes()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(recording.pictures()).hasSizeGreaterThan(100);
            JsonNode sip = gateway.details("c1").path("sip");
            assertThat(sip.path("caller").asString()).isEqualTo("sip:sipcast@[::1]");
            assertThat(sip.path("remoteSdp").asString()).contains("c=IN IP6 ");

            gateway.terminate("c1");
            gateway.awaitStatus("c1", "FINISH");
            await().until(() -> callee.activeCalls() == 0);
        }
    }
}
