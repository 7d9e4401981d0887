package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Prometheus reads while a call lasts, and after it. */
@Tag("interop")
class MetricsTest {
    @Test
    void aCallIsCountedWhileItLastsAndAfterwards() throws Exception {
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            String before = read(gateway);
            assertThat(value(before, "sipcast_rtp_packets_total{track=\"audio\"}")).isZero();
            assertThat(value(before, "sipcast_calls{status=\"established\"}")).isZero();

            gateway.call(
                    "callId", "c1", "callee", callee.uri(), "hasVideo", "true", "toStream", "m");
            gateway.awaitStatus("c1", "ESTABLISHED");
            gateway.awaitDetails("c1", call -> call.at("/media/video/pictures").asInt(0) >= 25);
            await().atMost(Duration.ofSeconds(30)) // some are of the last whole second
                    .untilAsserted(() -> isWholeForEachTrack(read(gateway)));
            String during = read(gateway);
            double packets = value(during, "sipcast_rtp_packets_total{track=\"audio\"}");
            assertThat(packets).isGreaterThan(25);
            assertThat(value(during, "sipcast_pictures_total{track=\"video\"}"))
                    .isGreaterThanOrEqualTo(25);
            assertThat(value(during, "sipcast_calls{status=\"established\"}")).isEqualTo(1);
            assertThat(value(during, "sipcast_streams")).isEqualTo(1);
            assertThat(value(during, "process_uptime_seconds")).isPositive();

            gateway.terminate("c1");
            gateway.awaitStatus("c1", "FINISH");
            String after = read(gateway);
            assertThat(value(after, "sipcast_rtp_packets_total{track=\"audio\"}"))
                    .as("never falls")
                    .isGreaterThanOrEqualTo(packets);
            assertThat(value(after, "sipcast_calls{status=\"established\"}")).isZero();
            assertThat(value(after, "sipcast_calls_ended{reason=\"terminated\"}")).isEqualTo(1);
            assertThat(value(read(gateway), "sipcast_calls_ended{reason=\"terminated\"}"))
                    .as("counted once")
                    .isEqualTo(1);
        }
    }

    /** What is measured of a track has a place here. */
    private static void isWholeForEachTrack(String text) {
        for (String track : List.of("audio", "video")) {
            for (String counter :
                    List.of("packets", "lost", "late", "duplicates", "malformed", "sent")) {
                assertThat(
                                value(
                                        text,
                                        "sipcast_rtp_"
                                                + counter
                                                + "_total{track=\""
                                                + track
                                                + "\"}"))
                        .isNotNegative();
            }
            assertThat(value(text, "sipcast_jitter_seconds{of=\"worst\",track=\"" + track + "\"}"))
                    .isBetween(0.0, 0.5);
            assertThat(
                            value(
                                    text,
                                    "sipcast_round_trip_seconds{of=\"worst\",track=\""
                                            + track
                                            + "\"}"))
                    .isBetween(0.0, 0.5);
        }
        assertThat(value(text, "sipcast_rtp_bits_per_second{track=\"audio\"}"))
                .isBetween(50_000.0, 80_000.0);
        assertThat(value(text, "sipcast_rtp_bits_per_second{track=\"video\"}")).isPositive();
        assertThat(value(text, "sipcast_concealed_milliseconds_total{track=\"audio\"}"))
                .isNotNegative();
        assertThat(value(text, "sipcast_key_frames_total{track=\"video\"}")).isPositive();
        assertThat(value(text, "sipcast_key_frame_requests_total{track=\"video\"}"))
                .isNotNegative();
        assertThat(value(text, "sipcast_drift_ppm{of=\"worst\",track=\"audio\"}")).isNotNegative();
        assertThat(value(text, "sipcast_published_skew_seconds{of=\"worst\",track=\"video\"}"))
                .isBetween(0.0, 0.3);
    }

    private static String read(TestGateway gateway) {
        HttpResponse<String> answer = gateway.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
        return answer.body();
    }

    private static double value(String text, String name) {
        Matcher line =
                Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                        .matcher(text);
        assertThat(line.find()).as(name + " in\n" + text).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
