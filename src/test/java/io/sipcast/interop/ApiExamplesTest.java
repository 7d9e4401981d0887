package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.openapi.OpenApi;
import io.sipcast.openapi.OpenApi.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The examples of the OpenAPI document against a gateway with the callee of the demo: every
 * operation is tried once, and what is answered is as the document says.
 */
@Tag("interop")
class ApiExamplesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final OpenApi document = new OpenApi();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> tried = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();
    private TestGateway gateway;
    private DemoCallee callee;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path sounds = Files.createDirectory(folder.resolve("sounds"));
        Files.write(sounds.resolve("jingle.wav"), silence());
        Path records = Files.createDirectory(folder.resolve("records"));
        callee = DemoCallee.start(CalleeSettings.DEFAULT);
        gateway = TestGateway.startUnjudged("media.sounds=" + sounds, "record.folder=" + records);
    }

    @AfterEach
    void stop() {
        gateway.close();
        callee.close();
    }

    @Test
    void everyExampleWorksAndEveryAnswerIsAsDocumented() throws Exception {
        calls();
        streams();
        pushes();
        recordings();
        insight();
        server();
        reference();
        errors();
        ends();
        Set<String> wanted = new TreeSet<>();
        document.operations().forEach(one -> wanted.add(one.name()));
        assertThat(faults).isEmpty();
        assertThat(tried).containsAll(wanted);
    }

    private void calls() {
        send("POST", "/api/v1/calls", 201, "demo");
        send("POST", "/api/v1/calls", 201, "target");
        gateway.call(
                "callId", "demo", "callee", callee.uri(), "toStream", "demo", "hasVideo", "true");
        send("POST", "/rest-api/call/startup", 200);
        for (String id : List.of("first", "demo", "reference")) {
            gateway.awaitStatus(id, "ESTABLISHED");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> gateway.hasFlv("lobby"));
        send("GET", "/api/v1/calls?limit=1", 200);
        send("GET", "/api/v1/calls/first", 200);
        send("GET", "/api/v1/calls/first/sip", 200);
        send("GET", "/api/v1/calls/first/sip.txt", 200);
        send("POST", "/api/v1/calls/first/inject", 200, "file");
        send("POST", "/api/v1/calls/first/inject", 200, "stream");
        send("POST", "/api/v1/calls/first/inject/end", 200);
    }

    private void insight() {
        send("POST", "/api/v1/calls/first/dtmf", 200);
        for (String what : List.of("statistics", "history", "report")) {
            send("GET", "/api/v1/calls/first/" + what, 200);
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.get("/api/v1/calls/first/picture").statusCode() == 200);
        send("GET", "/api/v1/calls/first/picture", 200);
        send("GET", "/api/v1/sounds", 200);
        send("GET", "/api/v1/streams", 200);
    }

    private void streams() throws Exception {
        send("POST", "/api/v1/pulls", 200);
        tried.add("GET /{app}/{name}.flv");
        var flv =
                http.send(
                        HttpRequest.newBuilder(URI.create(gateway.http("/live/lobby.flv"))).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (var body = flv.body()) {
            assertThat(body.readNBytes(3)).isEqualTo(new byte[] {'F', 'L', 'V'});
        }
        assertThat(flv.headers().firstValue("content-type")).contains("video/x-flv");
    }

    private void pushes() {
        String id = send("POST", "/api/v1/pushes", 201, "whole").get("id").asString();
        send("POST", "/api/v1/pushes", 201, "apart");
        String one = "/api/v1/pushes/" + id;
        send("GET", "/api/v1/pushes", 200);
        send("GET", one, 200);
        send("POST", one + "/mute", 200);
        send("POST", one + "/unmute", 200);
        send("POST", one + "/sound", 200);
        send("GET", one, 200);
        send("POST", one + "/sound/end", 200);
        send("DELETE", one, 200);
    }

    private void recordings() {
        send("POST", "/api/v1/recordings", 201);
        String one = "/api/v1/recordings/live%2Flobby";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !JSON.readTree(gateway.get(one).body()).get("files").isEmpty());
        JsonNode shown = send("GET", one, 200);
        send("DELETE", one, 200);
        send("GET", "/api/v1/recordings", 200);
        send("GET", "/api/v1/recordings/" + shown.get("files").get(0).asString(), 200);
    }

    private void server() {
        for (String path :
                List.of(
                        "/health",
                        "/health/ready",
                        "/metrics",
                        "/api/v1/status",
                        "/api/v1/registrations",
                        "/api/v1/session",
                        "/api/v1/openapi.yaml",
                        "/api/v1/openapi.json")) {
            send("GET", path, 200);
        }
        send("GET", "/api/v1/registrations/1", 404);
        send("POST", "/api/v1/session", 204);
        send("DELETE", "/api/v1/session", 204);
        events();
    }

    /** The first event has calls as the document shows them. */
    private void events() {
        tried.add("GET /api/v1/events");
        var request = HttpRequest.newBuilder(URI.create(gateway.http("/api/v1/events"))).build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
            String data =
                    answer.body()
                            .filter(line -> line.startsWith("data:"))
                            .findFirst()
                            .orElseThrow()
                            .substring(5);
            JsonNode snapshot = JSON.readTree(data);
            check("event", "CallSummary", snapshot.get("calls"));
            check("event", "Stream", snapshot.get("streams"));
            check("event", "Push", snapshot.get("pushes"));
            check("event", "Recording", snapshot.get("recordings"));
            assertThat(snapshot.get("calls")).isNotEmpty();
            assertThat(snapshot.get("streams")).isNotEmpty();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void check(String where, String schema, JsonNode list) {
        JsonNode node = document.at("#/components/schemas/" + schema);
        for (JsonNode one : list) {
            note(where + " " + schema, document.validate(node, one));
        }
    }

    private void reference() {
        for (String what : List.of("call", "push", "stream", "pull/rtmp")) {
            if (what.equals("push")) {
                send("POST", "/rest-api/push/startup", 200);
            }
            if (what.equals("pull/rtmp")) {
                send("POST", "/rest-api/pull/rtmp/pull", 200);
            } else {
                send("POST", "/rest-api/" + what + "/find", 200);
            }
            send("GET", "/rest-api/" + what + "/find_all", 200);
            send("POST", "/rest-api/" + what + "/find_all", 200);
        }
        send("POST", "/rest-api/call/send_dtmf", 200);
        send("POST", "/rest-api/call/inject_sound", 200);
        send("POST", "/rest-api/call/inject_stream/startup", 200);
        send("POST", "/rest-api/call/inject_stream", 200);
        send("POST", "/rest-api/call/inject_stream/terminate", 200);
        for (String what : List.of("mute", "unmute", "sound_on", "sound_off", "terminate")) {
            send("POST", "/rest-api/push/" + what, 200);
        }
        send("POST", "/rest-api/pull/rtmp/terminate", 200);
        for (String what : List.of("startup", "terminate", "add", "remove", "find_all")) {
            send("GET", "/rest-api/mixer/" + what, 501);
            send("POST", "/rest-api/mixer/" + what, 501);
        }
    }

    private void errors() {
        send("GET", "/api/v1/calls/none", 404);
        send("GET", "/api/v1/calls?limit=0", 400);
        send("POST", "/rest-api/push/sound_off", 404);
        send("DELETE", "/api/v1/pushes/none", 404);
    }

    private void ends() {
        send("DELETE", "/api/v1/calls/first", 200);
        send("POST", "/rest-api/stream/terminate", 200);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        gateway.post("/rest-api/call/find", "callId", "reference").statusCode()
                                == 404);
        gateway.call("callId", "reference", "callee", callee.uri());
        send("POST", "/rest-api/call/terminate", 200);
        send("GET", "/api/v1/calls", 200);
    }

    private JsonNode send(String method, String path, int status) {
        return send(method, path, status, "");
    }

    /** With the example of the document, or the one of that name. */
    private JsonNode send(String method, String path, int status, String name) {
        Operation operation = document.operation(method, path.replaceFirst("\\?.*", ""));
        tried.add(operation.name());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.http(path)));
        String body = example(operation, name);
        request.method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String where = method + " " + path + " " + body + ": " + answer.statusCode();
            if (answer.statusCode() != status) {
                faults.add(where + " instead of " + status + ": " + answer.body());
            }
            String type = answer.headers().firstValue("content-type").orElse(null);
            note(where, document.faults(operation, answer.statusCode(), type, answer.body()));
            boolean json = type != null && type.endsWith("json");
            return json ? JSON.readTree(answer.body()) : JSON.nullNode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void note(String where, List<String> found) {
        found.forEach(one -> faults.add(where + ": " + one));
    }

    private String example(Operation operation, String name) {
        JsonNode content =
                document.follow(operation.node().path("requestBody"))
                        .at("/content/application~1json");
        JsonNode one =
                name.isEmpty()
                        ? content.path("example")
                        : content.at("/examples/" + name + "/value");
        if (one.isMissingNode()) {
            return "";
        }
        return one.toString()
                .replace("sip:demo@127.0.0.1:5080", callee.uri())
                .replace("127.0.0.1:1935", "127.0.0.1:" + gateway.rtmpPort())
                .replace("\"mediaSessionId\":\"1\"", "\"mediaSessionId\":\"" + push() + "\"");
    }

    /** The id of the last push of the reference's, as a program would look it up. */
    private String push() {
        var found = gateway.post("/rest-api/push/find", "streamName", "rtmp_studio");
        return found.statusCode() == 200
                ? JSON.readTree(found.body()).get(0).get("mediaSessionId").asString()
                : "1";
    }

    /** A second of 16 bit at 8 kHz. */
    private static byte[] silence() {
        var wav = ByteBuffer.allocate(44 + 16_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII))
                .putInt(36 + 16_000)
                .put("WAVEfmt ".getBytes(US_ASCII))
                .putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(US_ASCII)).putInt(16_000);
        return wav.array();
    }
}
