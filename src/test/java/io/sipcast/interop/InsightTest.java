package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.PeerProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the console shows of a whole call, held against what is known of its callee. */
@Tag("interop")
class InsightTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "planted-api-key";
    private static final int COLUMNS = 16;
    private static final int ROWS = 9;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theNumbersAreThoseOfTheCallee() throws Exception {
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway other = TestGateway.startUnjudged();
                TestGateway gateway = TestGateway.startUnjudged("http.api-key=" + KEY)) {
            HttpResponse<byte[]> begun =
                    send(
                            gateway,
                            "POST",
                            "/api/v1/calls",
                            "{'callId':'c1','callee':'%s','targets':[{'url':'%s','stream':'t1'}]}"
                                    .formatted(callee.uri(), rtmp(other)));
            assertThat(begun.statusCode()).as(text(begun)).isEqualTo(201);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> isAsTheCalleeSends(statistics(gateway)));
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> isUsuallyAsTheCalleeSends(samples(gateway)));

            showsTheTestCard(gateway);
            assertThat(send(gateway, "DELETE", "/api/v1/calls/c1", "").statusCode()).isEqualTo(200);
            awaitJson(
                    gateway,
                    "/api/v1/calls/c1/statistics",
                    json -> json.get("status").asString().equals("FINISH"));
            assertThat(json(send(gateway, "GET", "/api/v1/calls/c1/history", "")).get("samples"))
                    .as("remembered")
                    .hasSizeGreaterThan(5);
        }
    }

    private JsonNode statistics(TestGateway gateway) throws Exception {
        return json(send(gateway, "GET", "/api/v1/calls/c1/statistics", ""));
    }

    private JsonNode samples(TestGateway gateway) throws Exception {
        return json(send(gateway, "GET", "/api/v1/calls/c1/history", "")).get("samples");
    }

    /** Much of it is of the last whole second: a busy machine may do harm to that. */
    private static void isAsTheCalleeSends(JsonNode now) {
        assertThat(now.at("/audio/packets").asLong()).isGreaterThan(300);
        assertThat(now.at("/outputs/0/bitRate").asLong()).isGreaterThan(100_000);
        assertThat(now.get("skewMs").isNull()).isFalse();
        assertThat(now.at("/audio/codec").asString()).isEqualTo("PCMU");
        assertThat(now.at("/audio/bitRate").asLong()).isBetween(60_000L, 68_000L);
        assertThat(now.at("/audio/lost").asInt()).isZero();
        assertThat(now.at("/audio/peakDbfs").asDouble()).isCloseTo(-6.0, within(0.5));
        assertThat(now.at("/video/width").asInt()).isEqualTo(640);
        assertThat(now.at("/video/height").asInt()).isEqualTo(360);
        assertThat(now.at("/video/frameRate").asDouble()).isCloseTo(25, within(1.0));
        assertThat(now.at("/video/keyFrames").asInt()).isPositive();
        assertThat(now.at("/video/lastKeyFrameMs").asInt()).isBetween(0, 6_000);
        assertThat(Math.abs(now.at("/skewMs").asDouble())).isLessThan(20);
        assertThat(now.at("/outputs/0/kind").asString()).isEqualTo("push");
        assertThat(now.at("/outputs/0/status").asString()).isEqualTo("PUBLISHING");
        assertThat(now.at("/outputs/0/queueMs").asInt()).isBetween(0, 1_000);
        long video = now.at("/video/bitRate").asLong();
        assertThat(now.at("/outputs/0/bitRate").asLong()).isBetween(video / 2, 2 * video + 200_000);
        assertThat(now.get("findings"))
                .as(now.get("findings").toString())
                .noneMatch(one -> one.get("level").asString().equals("error"));
    }

    private static void isUsuallyAsTheCalleeSends(JsonNode samples) {
        assertThat(samples.size()).isGreaterThanOrEqualTo(9);
        assertThat(median(samples, "frameRate")).isCloseTo(25, within(0.5));
        // a tenth of a second of half the scale, each second
        assertThat(median(samples, "levelDbfs")).isCloseTo(-19, within(1.0));
        assertThat(median(samples, "audioBitRate")).isBetween(62_000.0, 66_000.0);
    }

    /** What is usual of the last nine: a busy machine may do harm to a second of them. */
    private static double median(JsonNode samples, String field) {
        List<Double> sorted =
                samples.values().stream()
                        .skip(samples.size() - 9L)
                        .map(one -> one.get(field).asDouble())
                        .sorted()
                        .toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Against a picture that FFmpeg took of the stream itself. */
    private void showsTheTestCard(TestGateway gateway) throws Exception {
        HttpResponse<byte[]> picture = send(gateway, "GET", "/api/v1/calls/c1/picture", "");
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("content-type")).hasValue("image/jpeg");
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(picture.body()));
        assertThat(small.getWidth()).isEqualTo(480);
        assertThat(small.getHeight()).isEqualTo(270);

        Path seen = PeerProcess.folder("insight").resolve("seen.png");
        String _ =
                PeerProcess.run(
                        Duration.ofSeconds(30),
                        "ffmpeg",
                        "-v",
                        "error",
                        "-y",
                        "-i",
                        gateway.rtmp("c1"),
                        "-frames:v",
                        "1",
                        "-vf",
                        "scale=480:270",
                        seen.toString());
        assertThat(likeness(small, ImageIO.read(seen.toFile()))).isGreaterThan(0.9);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    String tag =
                            send(gateway, "GET", "/api/v1/calls/c1/picture", "")
                                    .headers()
                                    .firstValue("etag")
                                    .orElseThrow();
                    var again = request(gateway, "/api/v1/calls/c1/picture");
                    return http.send(
                                            again.header("If-None-Match", tag).build(),
                                            BodyHandlers.ofByteArray())
                                    .statusCode()
                            == 304;
                });
    }

    /** The correlation of the brightness of their parts: 1 for the same picture. */
    private static double likeness(BufferedImage one, BufferedImage other) {
        double[] a = parts(one);
        double[] b = parts(other);
        double meanA = mean(a);
        double meanB = mean(b);
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return both / Math.sqrt(squaresA * squaresB);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double[] parts(BufferedImage image) {
        double[] parts = new double[COLUMNS * ROWS];
        int width = image.getWidth() / COLUMNS;
        int height = image.getHeight() / ROWS;
        for (int y = 0; y < ROWS * height; y++) {
            for (int x = 0; x < COLUMNS * width; x++) {
                int rgb = image.getRGB(x, y);
                parts[y / height * COLUMNS + x / width] +=
                        0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
            }
        }
        return parts;
    }

    /** Two targets: one works, one fails and comes back; then all of it in a report. */
    @Test
    void aTargetThatFailsIsExplainedAndComesBackAndTheReportHasNoSecret() throws Exception {
        int port = FreePorts.next();
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway other = TestGateway.startUnjudged();
                TestGateway gateway = TestGateway.startUnjudged("http.api-key=" + KEY)) {
            HttpResponse<byte[]> begun =
                    send(
                            gateway,
                            "POST",
                            "/api/v1/calls",
                            """
                            {'callId':'c1','callee':'%s','sipLogin':'alice',
                             'sipPassword':'planted-sip',
                             'rtmpUrl':'%s?q=planted-own-query','rtmpStream':'own?k=planted-own',
                             'targets':[
                              {'url':'%s?q=planted-query','stream':'planted-works'},
                              {'url':'rtmp://user:planted-login@127.0.0.1:%d/live',
                               'stream':'planted-fails'}]}
                            """
                                    .formatted(callee.uri(), rtmp(other), rtmp(other), port));
            assertThat(begun.statusCode()).as(text(begun)).isEqualTo(201);

            JsonNode failing =
                    awaitJson(
                            gateway,
                            "/api/v1/calls/c1/statistics",
                            json ->
                                    output(json, 1).path("status").asString("").equals("PUBLISHING")
                                            && output(json, 2).path("retries").asInt(0) > 0);
            String id = output(failing, 2).get("id").asString();
            assertThat(failing.get("findings"))
                    .anySatisfy(one -> {
                        assertThat(one.get("where").asString()).isEqualTo("output:" + id);
                        assertThat(one.get("level").asString()).isEqualTo("warning");
                        assertThat(one.get("text").asString())
                                .contains("refuses connections", "tried again by itself");
                    });
            assertThat(output(failing, 0).get("kind").asString()).isEqualTo("target");

            try (TestGateway back = TestGateway.startUnjudged("rtmp.port=" + port)) {
                assertThat(back.rtmpPort()).isEqualTo(port);
                JsonNode there =
                        awaitJson(
                                gateway,
                                "/api/v1/calls/c1/statistics",
                                json ->
                                        output(json, 2)
                                                .path("status")
                                                .asString("")
                                                .equals("PUBLISHING"));
                assertThat(there.get("findings"))
                        .noneMatch(one -> one.get("where").asString().equals("output:" + id));
                tellsAll(gateway);
            }
            send(gateway, "DELETE", "/api/v1/calls/c1", "");
            await().atMost(Duration.ofSeconds(10)).until(() -> callee.activeCalls() == 0);
            tellsAll(gateway);
        }
    }

    private void tellsAll(TestGateway gateway) throws Exception {
        HttpResponse<byte[]> answer = send(gateway, "GET", "/api/v1/calls/c1/report", "");
        JsonNode report = json(answer);

        assertThat(answer.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"sipcast-call-c1.json\"");
        assertThat(report.get("version").asString()).isNotEmpty();
        assertThat(report.at("/node/java").asString()).isNotEmpty();
        assertThat(report.at("/call/callId").asString()).isEqualTo("c1");
        assertThat(report.at("/statistics/video/codec").asString()).isEqualTo("H264");
        assertThat(report.at("/history/samples")).isNotEmpty();
        assertThat(report.get("sip"))
                .anyMatch(message -> message.get("summary").asString().startsWith("INVITE"));
        assertThat(report.at("/call/targets/0/id").asString()).isNotEmpty();
        assertThat(text(answer)).doesNotContain("planted");
    }

    @Test
    void oneBadTargetAndNobodyIsCalled() throws Exception {
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway other = TestGateway.startUnjudged();
                TestGateway gateway = TestGateway.startUnjudged("http.api-key=" + KEY)) {
            String good = "{'url':'%s','stream':'t1'}".formatted(rtmp(other));
            for (String bad :
                    List.of(good, "{'url':'rtmp://no.such.host.invalid/live','stream':'t2'}")) {
                HttpResponse<byte[]> refused =
                        send(gateway, "POST", "/api/v1/calls", call(callee, good + "," + bad));
                assertThat(refused.statusCode()).as(text(refused)).isIn(400, 409);
                assertThat(json(refused).get("field").asString()).isEqualTo("targets[1].url");
            }
            assertThat(text(send(gateway, "GET", "/api/v1/calls", "")))
                    .isEqualTo("{\"live\":[],\"ended\":[]}");
            assertThat(text(send(gateway, "GET", "/api/v1/pushes", "")))
                    .isEqualTo("{\"pushes\":[]}");
            assertThat(callee.lastAnswerNanos()).as("nobody was called").isEmpty();

            assertThat(send(gateway, "POST", "/api/v1/calls", call(callee, good)).statusCode())
                    .as("all names are free")
                    .isEqualTo(201);
            await().atMost(Duration.ofSeconds(10)).until(() -> other.hasFlv("t1"));
        }
    }

    private static String call(DemoCallee callee, String targets) {
        return "{'callId':'c1','callee':'%s','toStream':'s1','targets':[%s]}"
                .formatted(callee.uri(), targets);
    }

    /** The rtmpUrl of a call is controlled as pushes are. */
    @Test
    void aCallsOwnTargetIsMutedAndTakenAway() throws Exception {
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway other = TestGateway.startUnjudged();
                TestGateway gateway = TestGateway.startUnjudged("http.api-key=" + KEY)) {
            send(
                    gateway,
                    "POST",
                    "/api/v1/calls",
                    "{'callId':'c1','callee':'%s','rtmpUrl':'%s','rtmpStream':'own'}"
                            .formatted(callee.uri(), rtmp(other)));
            JsonNode call =
                    awaitJson(
                            gateway,
                            "/api/v1/calls/c1",
                            json -> json.at("/targets/0/status").asString().equals("PUBLISHING"));
            String push = "/api/v1/pushes/" + call.at("/targets/0/id").asString();

            assertThat(json(send(gateway, "GET", push, "")).get("status").asString())
                    .isEqualTo("PUBLISHING");
            assertThat(send(gateway, "POST", push + "/mute", "{}").statusCode()).isEqualTo(200);
            assertThat(
                            json(send(gateway, "GET", "/api/v1/calls/c1", ""))
                                    .at("/targets/0/muted")
                                    .asBoolean())
                    .isTrue();
            assertThat(json(send(gateway, "GET", "/api/v1/pushes", "")).get("pushes")).isEmpty();
            assertThat(send(gateway, "DELETE", push, "").statusCode()).isEqualTo(200);
            JsonNode after =
                    awaitJson(
                            gateway,
                            "/api/v1/calls/c1",
                            json -> json.at("/targets/0/status").asString().equals("STOPPED"));
            assertThat(after.get("status").asString()).isEqualTo("ESTABLISHED");
            assertThat(send(gateway, "GET", push, "").statusCode()).isEqualTo(404);
            await().atMost(Duration.ofSeconds(10)).until(() -> !other.hasFlv("own"));
        }
    }

    private static JsonNode output(JsonNode statistics, int index) {
        return statistics.path("outputs").path(index);
    }

    private static String rtmp(TestGateway gateway) {
        return "rtmp://127.0.0.1:" + gateway.rtmpPort() + "/live";
    }

    private JsonNode awaitJson(TestGateway gateway, String path, Predicate<JsonNode> wanted) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> json(send(gateway, "GET", path, "")), wanted);
    }

    private HttpRequest.Builder request(TestGateway gateway, String path) {
        return HttpRequest.newBuilder(URI.create(gateway.http(path)))
                .header("Authorization", "Bearer " + KEY);
    }

    private HttpResponse<byte[]> send(TestGateway gateway, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(gateway, path);
        if (body.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }
}
