package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.config.Config;
import io.sipcast.config.ConfigSources;
import io.sipcast.demo.Demo;
import io.sipcast.demo.RehearsedCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("interop")
@Timeout(60)
class RehearseCommandTest {
    private static final List<String> ASIDE =
            List.of(
                    "http.port=0",
                    "rtmp.port=0",
                    "sip.port=0",
                    "sip.address=127.0.0.1",
                    "call.overload.max-loop-lag=off", // so that a busy machine refuses none
                    "call.overload.max-cpu=off");

    @Test
    void startsPlacesCallsAndStops() {
        assertThat(new picocli.CommandLine(new RehearseCommand(Gateway::start)).execute()).isZero();
    }

    @Test
    void theCallsGoOnUntilTheyAreEnded() throws Exception {
        Config config = new ConfigSources(null, List.of(), Map.of(), ASIDE).load().config();
        try (Gateway gateway = Gateway.start(config)) {
            var called =
                    new Demo.Gateway(
                            FreePorts.http(config, gateway.httpPort()),
                            config.http().apiKey(),
                            gateway.rtmpPort());

            assertThat(RehearsedCalls.place(called, 3, Duration.ofSeconds(1))).isEqualTo(3);
        }
    }
}
