package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.Beeps;
import io.sipcast.peer.Recording;
import io.sipcast.peer.SippCall;
import io.sipcast.peer.SippCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Past a limit nothing new begins, by whatever door it comes, and what runs is unharmed. */
@Tag("interop")
class OverloadInteropTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @Test
    void whatIsNewIsRefusedAndWhatRunsIsUnharmed() throws Exception {
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway =
                        TestGateway.startUnjudged(
                                "call.overload.max-cpu=20%", "inbound.rules[0].called=studio")) {
            awaitReady(gateway, 200); // compilers that warm up are load as well
            String[] first = {
                "callId", "first", "callee", callee.uri(), "hasVideo", "true", "toStream", "first"
            };
            await().atMost(LIMIT)
                    .until(() -> gateway.post("/rest-api/call/startup", first).statusCode() == 200);
            gateway.awaitStatus("first", "ESTABLISHED");
            CompletableFuture<Recording> recording =
                    gateway.recordMeanwhile(gateway.rtmp("first"), Duration.ofSeconds(14));
            try (var _ = new BusyProcessors()) {
                await().atMost(LIMIT).until(() -> overload(gateway).equals("CPU"));
                everyDoorIsShut(gateway, callee.uri());
                theServerSaysSo(gateway);
                recording.get(60, TimeUnit.SECONDS);
            }
            isWhole(recording.get());
            assertThat(gateway.details("first").path("status").asString()).isEqualTo("ESTABLISHED");

            awaitReady(gateway, 200);
            assertThat(status(gateway).at("/load/overload").isNull()).isTrue();
            await().atMost(LIMIT)
                    .until(() -> post(gateway, "again", callee.uri()).statusCode() == 201);
            gateway.awaitStatus("again", "ESTABLISHED");
        }
    }

    /** The figures are a second old and calls ring longer than that: they are reckoned with. */
    @Test
    void aBurstIsLetInAsFarAsThereIsRoom() throws Exception {
        int percent = Math.max(1, 40 / PROCESSORS); // about 40 calls, at a hundredth of a core
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                TestGateway gateway =
                        TestGateway.startUnjudged("call.overload.max-cpu=" + percent + "%")) {
            awaitCalm(gateway, percent / 200.0);
            String callee = "sip:silent@127.0.0.1:" + silent.getLocalPort();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String callId = "burst-" + i;
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> post(gateway, callId, callee),
                                task -> Thread.ofVirtual().start(task)));
            }
            int accepted = 0;
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                if (answer.get(60, TimeUnit.SECONDS).statusCode() == 201) {
                    accepted++;
                } else {
                    assertProblem(answer.get(), "processors");
                }
            }
            assertThat(accepted).isBetween(1, percent * PROCESSORS);
            assertThat(status(gateway).at("/load/callsRefused/cpu").asInt())
                    .isEqualTo(200 - accepted);
            assertThat(status(gateway).at("/calls/live").asInt()).isEqualTo(accepted);
        }
    }

    private static void everyDoorIsShut(TestGateway gateway, String callee) {
        assertProblem(post(gateway, "second", callee), "call.overload.max-cpu is 20 %");
        assertProblem(
                gateway.post("/api/v1/pulls", "url", "rtmp://127.0.0.1:9/live/x"), "processors");
        assertProblem(
                gateway.post(
                        "/api/v1/pushes",
                        "streamName",
                        "first",
                        "rtmpUrl",
                        gateway.rtmp("copy"),
                        "video",
                        "transcode"),
                "processors");
        assertError(gateway.post("/rest-api/call/startup", "callId", "second", "callee", callee));
        assertError(gateway.post("/rest-api/pull/rtmp/pull", "uri", "rtmp://127.0.0.1:9/live/x"));
        SippCall call = SippCall.to("studio").invite().expectRefusal(503);
        try (SippCaller caller = SippCaller.start(call, gateway.sipPort())) {
            caller.awaitSuccess();
            assertThat(caller.messages())
                    .contains("SIP/2.0 503 Service Unavailable")
                    .contains("Retry-After: 10");
        }
        assertThat(options(gateway))
                .startsWith("SIP/2.0 503 Service Unavailable\r\n")
                .contains("Retry-After: 10\r\n");
        assertThat(gateway.get("/api/v1/calls/second").statusCode())
                .as("nothing of it is left")
                .isEqualTo(404);
        HttpResponse<String> copy =
                gateway.post(
                        "/api/v1/pushes", "streamName", "first", "rtmpUrl", gateway.rtmp("copy"));
        assertThat(copy.statusCode()).as("what costs little: %s", copy.body()).isEqualTo(201);
    }

    private static void theServerSaysSo(TestGateway gateway) {
        HttpResponse<String> health = gateway.get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(health.body()))
                .isEqualTo(JSON.readTree("{\"status\":\"UP\",\"ready\":false}"));
        assertProblem(gateway.get("/health/ready"), "processors");
        JsonNode load = status(gateway).get("load");
        assertThat(load.get("overload").asString()).isEqualTo("CPU");
        assertThat(load.get("cpuCores").asDouble()).isPositive();
        assertThat(load.get("cpuCoresAvailable").asDouble()).isBetween(0.01, PROCESSORS + 0.0);
        assertThat(load.at("/callsRefused/cpu").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(gateway.get("/metrics").body())
                .contains("\nsipcast_overloaded 1.0\n")
                .containsPattern("\nsipcast_loop_lag_seconds [0-9.E-]+\n")
                .containsPattern("\nsipcast_calls_refused_total\\{reason=\"cpu\"} [1-9]")
                .contains("\nsipcast_calls_refused_total{reason=\"loop_lag\"} 0.0\n");
    }

    private static void isWhole(Recording recording) {
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(11);
        Beeps.of(recording).within(0.06).areNearlyAll();
        assertThat(recording.flashes()).hasSizeGreaterThanOrEqualTo(11);
        assertThat(recording.complaints()).isEmpty();
    }

    private static void assertProblem(HttpResponse<String> answer, String says) {
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After").orElse("")).matches("10|3");
        assertThat(problem.get("title").asString()).isEqualTo("Service Unavailable");
        assertThat(problem.get("detail").asString()).contains(says).contains("Try again");
    }

    private static void assertError(HttpResponse<String> answer) {
        JsonNode error = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(error.get("status").asInt()).isEqualTo(503);
        assertThat(error.get("message").asString()).contains("call.overload.max-cpu");
    }

    private static void awaitReady(TestGateway gateway, int status) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> gateway.get("/health/ready").statusCode() == status);
    }

    /** For as long as the use of the processors is averaged. */
    private static void awaitCalm(TestGateway gateway, double share) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(6))
                .until(() -> {
                    JsonNode load = status(gateway).get("load");
                    double available = load.get("cpuCoresAvailable").asDouble();
                    return load.get("cpuCores").asDouble() < share * available;
                });
    }

    private static String overload(TestGateway gateway) {
        return status(gateway).at("/load/overload").asString("");
    }

    private static JsonNode status(TestGateway gateway) {
        return JSON.readTree(gateway.get("/api/v1/status").body());
    }

    private static HttpResponse<String> post(TestGateway gateway, String callId, String callee) {
        return gateway.post("/api/v1/calls", "callId", callId, "callee", callee);
    }

    private static String options(TestGateway gateway) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String request =
                    """
                    OPTIONS sip:studio@127.0.0.1 SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKping;rport
                    Max-Forwards: 70
                    From: <sip:monitor@127.0.0.1>;tag=1
                    To: <sip:studio@127.0.0.1>
                    Call-ID: ping
                    CSeq: 1 OPTIONS
                    Content-Length: 0

                    """
                            .formatted(socket.getLocalPort())
                            .replace("\n", "\r\n");
            byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
            socket.setSoTimeout(10_000);
            socket.send(
                    new DatagramPacket(
                            bytes,
                            bytes.length,
                            InetAddress.getLoopbackAddress(),
                            gateway.sipPort()));
            var answer = new DatagramPacket(new byte[2000], 2000);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
