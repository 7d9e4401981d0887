package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.Beeps;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Recording;
import io.sipcast.peer.SippCall;
import io.sipcast.peer.SippCaller;
import io.sipcast.peer.TestMedia;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real callers dial in and go live. */
@Tag("interop")
class InboundTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path folder;

    private static NginxRtmp nginx;
    private static StrictIngest ingest;
    private static TestGateway gateway;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        nginx = NginxRtmp.start();
        ingest = StrictIngest.start();
        gateway =
                TestGateway.start(
                        "inbound.rules[0].called=studio",
                        "inbound.rules[0].targets=" + ingest.url() + "/studio",
                        "inbound.rules[0].from=127.0.0.0/8",
                        "inbound.rules[1].called=live-*",
                        "inbound.rules[1].stream=show-$1",
                        "inbound.rules[1].record=true",
                        "record.folder=" + folder,
                        "record.min-free=0",
                        "inbound.rules[1].targets="
                                + nginx.url("rec")
                                + "/first-$1,"
                                + nginx.url("rec")
                                + "/second-$1",
                        "inbound.rules[2].called=secret",
                        "inbound.rules[2].targets=" + ingest.url() + "/secret",
                        "inbound.rules[2].user=trunk",
                        "inbound.rules[2].password=right-password",
                        "inbound.rules[3].called=elsewhere",
                        "inbound.rules[3].from=192.0.2.0/24",
                        "inbound.rules[4].called=bobs",
                        "inbound.rules[4].targets=" + ingest.url() + "/bobs",
                        "inbound.rules[4].user=bob",
                        "inbound.rules[4].password=his-password",
                        "inbound.rules[4].algorithms=md5"); // baresip 1.0 takes nothing else
        port = gateway.sipPort();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        nginx.close();
        ingest.allKept();
        ingest.close();
    }

    @ParameterizedTest
    @CsvSource({"u1, udp", "t1, tcp"})
    void beepsAreHeardUntilWeHangUp(String mode, String transport) {
        SippCall call = SippCall.to("studio").invite().expectAnswer("m=audio");
        try (SippCaller caller = caller(call.beeps(TestMedia.beepsAlaw()).expectBye(), mode)) {
            JsonNode found = awaitCall("studio");
            assertThat(found.path("incoming").asBoolean()).isTrue();
            assertThat(found.path("status").asString()).isEqualTo("ESTABLISHED");
            assertThat(found.path("sipStatus").asInt()).isEqualTo(200);
            assertThat(found.path("caller").asString()).startsWith("sip:sipp@127.0.0.1:");
            assertThat(found.path("callee").asString()).isEqualTo("sip:studio@127.0.0.1:" + port);
            assertThat(found.path("visibleName").asString()).isEqualTo("Studio");
            assertThat(found.path("streamName").asString()).isEqualTo("studio");
            assertThat(found.path("sdp").asString()).contains("o=sipp");

            beepsEachSecond("studio");
            String id = found.path("callId").asString();
            JsonNode details = gateway.details(id);
            assertThat(details.path("incoming").asBoolean()).isTrue();
            assertThat(details.path("sip").path("source").asString())
                    .startsWith(transport + ":127.0.0.1:");
            assertThat(caller.messages()).contains(details.path("sip").path("callId").asString());
            gateway.terminate(id);
            caller.awaitSuccess();
            assertThat(reason(id)).isEqualTo("Ended by a REST request.");
        }
    }

    @Test
    void theCallerHangsUpAndItsTargetsHaveTheBeeps() {
        SippCall call =
                SippCall.to("live-7")
                        .invite()
                        .expectAnswer("m=audio")
                        .beeps(TestMedia.beepsAlaw())
                        .pause(6)
                        .bye();
        try (SippCaller caller = caller(call, "u1")) {
            String id = awaitCall("live-7").path("callId").asString();
            JsonNode details =
                    gateway.awaitDetails(
                            id,
                            now ->
                                    now.path("targets").size() == 2
                                            && now.path("targets")
                                                    .valueStream()
                                                    .allMatch(InboundTest::publishes));
            assertThat(details.path("stream").asString()).isEqualTo("show-7");
            assertThat(details.path("rtmp").path("stream").asString()).isEqualTo("first-7");
            caller.awaitSuccess();
            gateway.awaitStatus(id, "FINISH");
            assertThat(reason(id)).isEqualTo("The caller hung up.");
        }
        for (String target : List.of("first-7", "second-7")) {
            nearlyEachSecond(nginx.recording(target));
        }
        nearlyEachSecond(recording("show-7"));
        assertThat(gateway.get("/api/v1/recordings").body())
                .contains("show-7")
                .doesNotContain("studio", "secret");
    }

    /** The only file of a stream, once it is complete. */
    private static Recording recording(String stream) {
        await().until(() -> gateway.get("/api/v1/recordings").body().contains("\"live\":[]"));
        String[] files = folder.toFile().list((_, name) -> name.contains(stream));
        assertThat(files).hasSize(1);
        return new Recording(folder.resolve(files[0]));
    }

    private static boolean publishes(JsonNode target) {
        return target.path("status").asString().equals("PUBLISHING");
    }

    @Test
    void theOfferMayBeOurs() {
        SippCall call =
                SippCall.to("studio")
                        .bareInvite()
                        .expectOffer()
                        .beeps(TestMedia.beepsAlaw())
                        .expectBye();
        try (SippCaller caller = caller(call, "u1")) {
            String id = awaitCall("studio").path("callId").asString();
            beepsEachSecond("studio");
            gateway.terminate(id);
            caller.awaitSuccess();
        }
    }

    @Test
    void picturesAreTakenAndWhatNobodyKnowsIsDeclined() {
        SippCall call =
                SippCall.to("studio").withVideo().invite().expectAnswer("m=application 0 UDP/BFCP");
        try (SippCaller caller = caller(call.expectBye(), "u1")) {
            String id = awaitCall("studio").path("callId").asString();
            gateway.terminate(id);
            caller.awaitSuccess();
            assertThat(caller.messages())
                    .containsPattern("m=video [1-9][0-9]* RTP/AVP 96")
                    .contains("a=recvonly");
        }
    }

    @Test
    void theRightPasswordLetsIn() {
        SippCall call =
                SippCall.to("secret")
                        .invite()
                        .expectRefusal(401)
                        .inviteWithCredentials("trunk", "right-password")
                        .expectAnswer("m=audio")
                        .beeps(TestMedia.beepsAlaw())
                        .expectBye();
        try (SippCaller caller = caller(call, "u1")) {
            String id = awaitCall("secret").path("callId").asString();
            beepsEachSecond("secret");
            gateway.terminate(id);
            caller.awaitSuccess();
        }
    }

    @Test
    void aWrongPasswordDoesNot() {
        SippCall call =
                SippCall.to("secret")
                        .invite()
                        .expectRefusal(401)
                        .inviteWithCredentials("trunk", "wrong-password")
                        .expectRefusal(403);
        try (SippCaller caller = caller(call, "u1")) {
            caller.awaitSuccess();
        }
        assertThat(gateway.get("/api/v1/calls").body()).doesNotContain("\"sip:secret@127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"nobody", "elsewhere"})
    void whatNoRuleIsForIsNotFound(String user) {
        try (SippCaller caller = caller(SippCall.to(user).invite().expectRefusal(404), "u1")) {
            caller.awaitSuccess();
        }
    }

    @Test
    void aStreamThatIsThereIsBusy() {
        SippCall first = SippCall.to("studio").invite().expectAnswer("m=audio").expectBye();
        try (SippCaller caller = caller(first, "u1")) {
            String id = awaitCall("studio").path("callId").asString();
            SippCall second = SippCall.to("studio").invite().expectRefusal(486);
            try (SippCaller other = caller(second, "u1")) {
                other.awaitSuccess();
            }
            gateway.terminate(id);
            caller.awaitSuccess();
        }
    }

    @Test
    void withoutACommonCodecItIsNotAcceptable() {
        SippCall call = SippCall.to("studio").bad().invite().expectRefusal(488);
        try (SippCaller caller = caller(call, "u1")) {
            caller.awaitSuccess();
            assertThat(caller.messages())
                    .contains("Warning: 305 127.0.0.1:" + port + " \"No common codecs: ");
        }
        JsonNode ended = // the caller has its answer first
                await().until(
                                () ->
                                        JSON.readTree(gateway.get("/api/v1/calls").body())
                                                .at("/ended/0"),
                                last -> last.path("status").asString().equals("FAILED"));
        assertThat(ended.path("incoming").asBoolean()).isTrue();
        assertThat(ended.path("info").asString()).isEqualTo("No common codecs");
    }

    /** Both in one segment: the CANCEL is read before the call has opened its ports. */
    @Test
    void aCallerGivesUpAtOnce() throws Exception {
        String invite = request("INVITE", "Contact: <sip:bob@127.0.0.1>\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((invite + request("CANCEL", "")).getBytes(StandardCharsets.US_ASCII));
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> heads = new ArrayList<>();
            while (heads.size() < 4) {
                String line = in.readLine();
                if (line.startsWith("SIP/2.0") || line.startsWith("CSeq")) {
                    heads.add(line);
                }
            }
            assertThat(heads)
                    .containsExactly(
                            "SIP/2.0 200 OK",
                            "CSeq: 1 CANCEL",
                            "SIP/2.0 487 Request Terminated",
                            "CSeq: 1 INVITE");
            socket.getOutputStream().write(request("ACK", "").getBytes(StandardCharsets.US_ASCII));
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> lastEnded().equals("The caller gave up before the answer."));
        assertThat(gateway.hasFlv("studio")).isFalse();
    }

    private static String lastEnded() {
        return JSON.readTree(gateway.get("/api/v1/calls").body())
                .at("/ended/0/reason")
                .asString("");
    }

    private static String request(String method, String headers) {
        return method
                + " sip:studio@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKgone\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:bob@127.0.0.1>;tag=bob\r\n"
                + "To: <sip:studio@127.0.0.1>\r\nCall-ID: gone\r\nCSeq: 1 "
                + method
                + "\r\n"
                + headers
                + "Content-Length: 0\r\n\r\n";
    }

    @Test
    void hiddenItSaysNothing() throws Exception {
        try (TestGateway hidden =
                TestGateway.start(
                        "sip.hide=true",
                        "inbound.rules[0].called=studio",
                        "inbound.rules[0].from=192.0.2.0/24")) {
            SippCall call = SippCall.to("studio").invite().silence(2);
            try (SippCaller caller = SippCaller.start(call, hidden.sipPort())) {
                caller.awaitSuccess();
                assertThat(caller.messages())
                        .contains("INVITE sip:studio")
                        .doesNotContain("SIP/2.0 ");
            }
        }
    }

    @Test
    void baresipDialsInWithPictures() {
        String uri = "sip:studio@127.0.0.1:" + port;
        var settings = new Baresip.Settings("bob", "", true, "");
        try (Baresip bob = Baresip.calling(settings, uri)) {
            String id = awaitCall("studio").path("callId").asString();
            MainJobTest.oneIsRight(gateway, "studio");
            gateway.terminate(id);
            await().atMost(Duration.ofSeconds(5)).until(() -> bob.output().contains("closed"));
        }
    }

    @Test
    void baresipShowsItsPassword() {
        String uri = "sip:bobs@127.0.0.1:" + port;
        var settings = new Baresip.Settings("bob", "his-password", false, "");
        try (Baresip bob = Baresip.calling(settings, uri)) {
            String id = awaitCall("bobs").path("callId").asString();
            beepsEachSecond("bobs");
            gateway.terminate(id);
            await().atMost(Duration.ofSeconds(5)).until(() -> bob.output().contains("closed"));
        }
    }

    private static SippCaller caller(SippCall call, String transport) {
        return SippCaller.start(call, port, transport);
    }

    /** What {@code /call/find} says of the live call of this user. */
    private static JsonNode awaitCall(String user) {
        String uri = "sip:" + user + "@127.0.0.1:" + port;
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(uri).statusCode() == 200);
        return JSON.readTree(find(uri).body()).get(0);
    }

    private static HttpResponse<String> find(String callee) {
        return gateway.post("/rest-api/call/find", "callee", callee, "status", "ESTABLISHED");
    }

    private static String reason(String id) {
        return gateway.details(id).path("reason").asString();
    }

    /** In one of three recordings; in none is there a hole, or a beep that has moved. */
    private static void beepsEachSecond(String stream) {
        Windows.oneOf(
                3,
                () -> gateway.record(gateway.rtmp(stream), Duration.ofSeconds(4)),
                InboundTest::hasNoHole,
                recording -> Beeps.of(recording).areAll());
    }

    /** The caller may have lost one. */
    private static void nearlyEachSecond(Recording recording) {
        hasNoHole(recording);
        Beeps.of(recording).areNearlyAll();
    }

    private static void hasNoHole(Recording recording) {
        assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,1280,720", "aac,48000,1");
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        Beeps.of(recording).areInPlace();
    }
}
