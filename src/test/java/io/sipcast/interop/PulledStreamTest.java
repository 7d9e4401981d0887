package io.sipcast.interop;

import static io.sipcast.interop.MainJobTest.isRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream of nginx-rtmp that is pulled is pushed, watched and recorded like any other. */
@Tag("interop")
class PulledStreamTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void isPushedAndRecordedAndStaysWhileItsSourceComesAndGoes(@TempDir Path folder)
            throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                TestGateway gateway =
                        TestGateway.start("record.folder=" + folder, "record.min-free=0")) {
            String uri = nginx.url("rec") + "/source";
            assertThat(pull(gateway, "pull", uri).statusCode()).isEqualTo(200);
            JsonNode push;
            try (PeerProcess _ = RtmpPeersTest.publish(uri)) {
                awaitStatus(gateway, "PROCESSED_REMOTE");
                await().atMost(LIMIT).until(() -> gateway.hasFlv("copy"));
                push = push(gateway, nginx.url("keep"));
                assertThat(gateway.post("/api/v1/recordings", "stream", "copy").statusCode())
                        .isEqualTo(201);
                isRight(gateway.record(gateway.http("/live/copy.flv"), Duration.ofSeconds(6)));
            }
            awaitStatus(gateway, "PENDING");
            assertThat(stateOf(push, gateway).path("status").asString()).isEqualTo("PUBLISHING");
            try (PeerProcess _ = RtmpPeersTest.publish(uri)) {
                awaitStatus(gateway, "PROCESSED_REMOTE");
                isRight(gateway.record(nginx.url("keep") + "/rtmp_copy", Duration.ofSeconds(6)));
            }
            assertThat(stateOf(push, gateway).path("retries").asInt(-1)).isZero();

            assertThat(pull(gateway, "terminate", uri).statusCode()).isEqualTo(200);
            await().atMost(LIMIT)
                    .until(() -> gateway.get("/rest-api/push/find_all").statusCode() == 404);
            assertThat(nginx.recordings("rtmp_copy"))
                    .as("one connection")
                    .singleElement()
                    .satisfies(PulledStreamTest::hasBothParts);
            await().atMost(LIMIT)
                    .until(() -> gateway.get("/api/v1/recordings").body().contains("\"live\":[]"));
            try (var files = Files.list(folder)) {
                assertThat(files)
                        .singleElement()
                        .satisfies(file -> hasBothParts(new Recording(file)));
            }
        }
    }

    /** Time never falls, and what was seen before the pause is followed by what came after it. */
    private static void hasBothParts(Recording recording) {
        assertThat(recording.complaints()).isEmpty();
        for (String track : List.of("v", "a")) {
            List<Double> times = recording.packetTimes(track);
            assertThat(
                            IntStream.range(1, times.size())
                                    .mapToObj(i -> times.get(i) - times.get(i - 1))
                                    .filter(step -> step < 0.015 || step > 0.1))
                    .as("the pause of %s alone is an unusual step", track)
                    .singleElement()
                    .satisfies(step -> assertThat(step).isGreaterThan(5));
        }
        assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(recording.pictures().stream().filter(p -> p.spread() > 20).count())
                .isGreaterThan(160);
    }

    private static JsonNode push(TestGateway gateway, String url) {
        HttpResponse<String> answer =
                gateway.post("/rest-api/push/startup", "streamName", "copy", "rtmpUrl", url);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode stateOf(JsonNode push, TestGateway gateway) {
        String id = push.path("mediaSessionId").asString();
        return JSON.readTree(gateway.get("/api/v1/pushes/" + id).body());
    }

    private static void awaitStatus(TestGateway gateway, String status) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(gateway.get("/rest-api/pull/rtmp/find_all").body())
                                .contains("\"status\":\"" + status + "\""));
    }

    private static HttpResponse<String> pull(TestGateway gateway, String method, String uri) {
        return gateway.post("/rest-api/pull/rtmp/" + method, "uri", uri, "localStreamName", "copy");
    }
}
