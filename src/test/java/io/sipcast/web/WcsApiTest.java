package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallRefused;
import io.sipcast.call.CallRequest;
import io.sipcast.call.CallStatus;
import io.sipcast.live.FormWishes;
import io.sipcast.live.PictureForm;
import io.sipcast.live.Slate;
import io.sipcast.web.Http.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The reference's interface over real HTTP, rule by rule. */
class WcsApiTest {
    private static final String STARTUP = "/rest-api/call/startup";
    private static final String FIND = "/rest-api/call/find";
    private static final String FIND_ALL = "/rest-api/call/find_all";
    private static final String TERMINATE = "/rest-api/call/terminate";

    private final FakeCalls calls = new FakeCalls();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(calls);
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void startupTakesEveryFieldAndAnswersNothing() {
        Reply reply =
                http.postJson(
                        STARTUP,
                        """
                        {"callId":"c1","callee":"10000","toStream":"s1","rtmpUrl":"rtmp://h/live",
                         "rtmpStream":"r1","hasAudio":true,"hasVideo":true,"sipLogin":"u",
                         "sipAuthenticationName":"a","sipPassword":"p","sipDomain":"d.example",
                         "sipOutboundProxy":"x:5070","sipPort":5062,"appKey":"k",
                         "sipRegisterRequired":true,"visibleName":"V",
                         "inviteParameters":{"X-Room":"7","subject":"s"},"earlyMedia":"true",
                         "dtmf":"12#","unknown":{"a":[1]}}\
                        """);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("content-length")).isEqualTo("0");
        assertThat(reply.header("x-call-id")).isNull();
        assertThat(calls.requests)
                .containsExactly(
                        new CallRequest(
                                "c1",
                                "10000",
                                "s1",
                                "rtmp://h/live",
                                "r1",
                                true,
                                true,
                                "u",
                                "a",
                                "p",
                                "d.example",
                                "x:5070",
                                5062,
                                "k",
                                true,
                                "V",
                                Map.of("X-Room", "7", "subject", "s"),
                                true,
                                "12#"));
    }

    @Test
    void stringsStandForBooleansAndPortsAndEmptyOnesForNothing() {
        Reply reply =
                http.postJson(
                        STARTUP,
                        """
                        {"callee":10000,"sipDomain":"d","hasAudio":"true","hasVideo":"TRUE",
                         "sipPort":"5062","sipRegisterRequired":"false","sipOutboundProxy":"",
                         "callId":null,"toStream":" ","inviteParameters":""}\
                        """);

        assertThat(reply.status()).isEqualTo(200);
        CallRequest request = calls.requests.getFirst();
        assertThat(request.callee()).isEqualTo("10000");
        assertThat(request.hasVideo()).isTrue();
        assertThat(request.sipPort()).isEqualTo(5062);
        assertThat(request.sipRegisterRequired()).isFalse();
        assertThat(request.sipOutboundProxy()).isNull();
        assertThat(request.toStream()).isNull();
        assertThat(request.inviteParameters()).isEmpty();
    }

    @Test
    void aCallIdMadeHereIsReturnedInAHeader() {
        Reply reply = http.postJson(STARTUP, "{\"callee\":\"sip:10000@d\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-call-id")).isEqualTo("made-here");
        assertThat(calls.requests.getFirst().hasAudio()).isTrue();
        assertThat(calls.requests.getFirst().hasVideo()).isFalse();
        assertThat(calls.requests.getFirst().sipPort()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ';',
            textBlock =
                    """
                    callee           ; {}
                    callee           ; {"sipDomain":"d"}
                    callee           ; {"callee":"","sipDomain":"d"}
                    callee           ; {"callee":["1"],"sipDomain":"d"}
                    callee           ; {"callee":"1\\r\\nX: y","sipDomain":"d"}
                    callee           ; {"callee":"1\\u0000","sipDomain":"d"}
                    sipDomain        ; {"callee":"1"}
                    sipDomain        ; {"callee":"1","sipDomain":{}}
                    hasAudio         ; {"callee":"1","sipDomain":"d","hasAudio":"false"}
                    hasAudio         ; {"callee":"1","sipDomain":"d","hasAudio":"yes"}
                    hasAudio         ; {"callee":"1","sipDomain":"d","hasAudio":[]}
                    hasVideo         ; {"callee":"1","sipDomain":"d","hasVideo":1}
                    sipPort          ; {"callee":"1","sipDomain":"d","sipPort":0}
                    sipPort          ; {"callee":"1","sipDomain":"d","sipPort":65536}
                    sipPort          ; {"callee":"1","sipDomain":"d","sipPort":"sip"}
                    sipPort          ; {"callee":"1","sipDomain":"d","sipPort":50.5}
                    rtmpUrl          ; {"callee":"1","sipDomain":"d","rtmpStream":"s"}
                    rtmpUrl          ; {"callee":"1","sipDomain":"d","rtmpUrl":"rtmp://h/a\\n"}
                    sipPassword      ; {"callee":"1","sipDomain":"d","sipPassword":"a\\rb"}
                    visibleName      ; {"callee":"1","sipDomain":"d","visibleName":true}
                    inviteParameters ; {"callee":"1","sipDomain":"d","inviteParameters":[]}
                    inviteParameters ; {"callee":"1","sipDomain":"d","inviteParameters":{"Via":"x"}}
                    inviteParameters ; {"callee":"1","sipDomain":"d","inviteParameters":{"X-a b":"x"}}
                    inviteParameters ; {"callee":"1","sipDomain":"d","inviteParameters":{"X-a":"1\\n2"}}
                    inviteParameters ; {"callee":"1","sipDomain":"d","inviteParameters":{"X-a\\n":"1"}}
                    inviteParameters ; {"callee":"1","sipDomain":"d","inviteParameters":{"X-a":{}}}
                    """)
    void aBadFieldIsNamed(String field, String body) {
        Reply reply = http.postJson(STARTUP, body);

        assertThat(reply.status()).isEqualTo(400);
        JsonNode json = json(reply);
        assertThat(json.get("field").asString()).isEqualTo(field);
        assertThat(json.get("message").asString()).startsWith(field + " ").endsWith(".");
        assertThat(json.get("status").asInt()).isEqualTo(400);
        assertThat(json.get("path").asString()).isEqualTo(STARTUP);
        assertThat(calls.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "{\"callee\":hunter2}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"
            })
    void whatIsNoJsonObjectIsRefusedWithoutRepeatingIt(String body) {
        Reply reply = http.postJson(STARTUP, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("message").asString()).contains("JSON");
        assertThat(reply.body()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "APPLICATION/JSON, 200",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "multipart/form-data; boundary=x, 415",
        "application/jsonp, 415"
    })
    void aBodyIsJsonByItsType(String type, int status) {
        String body = "{\"callee\":\"1\",\"sipDomain\":\"d\"}";

        Reply reply = http.exchange("POST", STARTUP, body, "Content-Type: " + type);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(calls.requests).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void aBodyWithoutTypeIsRefusedAndNoBodyNeedsNone() {
        assertThat(http.exchange("POST", STARTUP, "{}").status()).isEqualTo(415);
        assertThat(http.exchange("POST", FIND_ALL, "").status()).isEqualTo(404);
        assertThat(http.postJson(FIND_ALL, "{}").status()).isEqualTo(404);
        assertThat(http.get(FIND_ALL).status()).isEqualTo(404);
    }

    @Test
    void aBodyIsBounded() {
        String body = "{\"callee\":\"" + "1".repeat(Body.LONGEST) + "\"}";

        Reply reply = http.postJson(STARTUP, body);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(json(reply).get("message").asString()).contains("65536");
    }

    @Test
    void refusalsAreConflictsAndBadFields() {
        String body = "{\"callee\":\"1\",\"sipDomain\":\"d\"}";

        calls.refusal = CallRefused.taken("callId", "callId is in use.");
        Reply taken = http.postJson(STARTUP, body);
        calls.refusal = CallRefused.badField("rtmpUrl", "rtmpUrl must begin with rtmp://.");
        Reply bad = http.postJson(STARTUP, body);

        assertThat(taken.status()).isEqualTo(409);
        assertThat(json(taken).get("message").asString()).isEqualTo("callId is in use.");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(json(bad).get("field").asString()).isEqualTo("rtmpUrl");

        calls.refusal =
                CallRefused.full(CallRefused.Limit.CALLS, "call.max", Duration.ofMillis(2500));
        Reply full = http.postJson(STARTUP, body);
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("retry-after")).isEqualTo("3");
        assertThat(json(full).get("message").asString()).isEqualTo("call.max");

        calls.refusal = CallRefused.badField("rtmpUrl", "no app in rtmp://joe:SECRET@h");
        assertThat(http.postJson(STARTUP, body).body()).contains("joe").doesNotContain("SECRET");
    }

    @Test
    void aFaultOfOursIsA500ThatTellsNothing() {
        calls.broken = true;

        Reply reply = http.postJson(STARTUP, "{\"callee\":\"1\",\"sipDomain\":\"d\"}");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).doesNotContain("planted", "IllegalState");
    }

    @Test
    void aCallHasEveryFieldOfTheReference() {
        calls.live.add(FakeCalls.info("c1", CallStatus.NEW));

        JsonNode call = json(http.get(FIND_ALL)).get(0);

        assertThat(call.propertyNames())
                .containsExactly(
                        "custom",
                        "nodeId",
                        "appKey",
                        "sessionId",
                        "callId",
                        "parentCallId",
                        "incoming",
                        "status",
                        "sipStatus",
                        "rtmpUrl",
                        "rtmpStream",
                        "streamName",
                        "rtmpStreamStatus",
                        "caller",
                        "callee",
                        "hasAudio",
                        "hasVideo",
                        "sdp",
                        "visibleName",
                        "inviteParameters",
                        "mediaProvider",
                        "sipMessageRaw",
                        "isMsrp",
                        "target",
                        "holdForTransfer");
        assertThat(call.get("custom").isObject()).isTrue();
        assertThat(call.get("custom").size()).isZero();
        assertThat(call.get("status").asString()).isEqualTo("NEW");
        assertThat(call.get("sipStatus").isNull()).isTrue();
        assertThat(call.get("rtmpUrl").isNull()).isTrue();
        assertThat(call.get("nodeId").asString()).isEqualTo(TestServer.NODE);
        assertThat(call.get("hasAudio").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ';',
            textBlock =
                    """
                    {}                                         ; a b
                    {"callId":"a"}                             ; a
                    {"callId":"a","status":"HOLD"}             ; -
                    {"callee":"b-callee"}                      ; b
                    {"callee":"sip:b-callee@example.com"}      ; b
                    {"rtmpUrl":"rtmp://h/live/"}               ; b
                    {"rtmpUrl":"rtmp://h/live"}                ; b
                    {"rtmpUrl":"rtmp://h/other"}               ; -
                    {"status":"ESTABLISHED"}                   ; a
                    {"status":"FINISH"}                        ; f
                    {"status":"BUSY"}                          ; x
                    {"status":"FAILED"}                        ; -
                    {"callId":"f"}                             ; -
                    {"callId":"f","status":"FINISH"}           ; f
                    """)
    void findTakesWhatFitsAndEndedCallsOnlyByStatus(String body, String found) {
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED));
        calls.live.add(FakeCalls.info("b", CallStatus.RING, "rtmp://h/live", "s"));
        calls.ended.add(FakeCalls.info("f", CallStatus.FINISH));
        calls.ended.add(FakeCalls.info("x", CallStatus.BUSY));

        Reply reply = http.postJson(FIND, body);

        if (found.equals("-")) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(json(reply).get("message").asString()).isNotEmpty();
        } else {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(json(reply).valueStream().map(call -> call.get("callId").asString()))
                    .containsExactly(found.split(" ", -1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://joe:pw@h/live?key=pw, 200",
        "rtmp://joe:***@h/live?***, 200",
        "rtmp://joe:other@h/live?key=pw, 404",
        "rtmp://h/live, 404"
    })
    void aUrlWithSecretsIsFoundAsGivenAndAsShown(String url, int status) {
        calls.live.add(FakeCalls.info("a", CallStatus.RING, "rtmp://joe:pw@h/live?key=pw", "s"));

        assertThat(http.postJson(FIND, "{\"rtmpUrl\":\"" + url + "\"}").status()).isEqualTo(status);
    }

    @Test
    void anEndedCallSaysWhyInTheWordsOfTheReference() {
        calls.ended.add(FakeCalls.info("f", CallStatus.FINISH));

        JsonNode call = json(http.postJson(FIND, "{\"status\":\"FINISH\"}")).get(0);

        assertThat(call.get("info").asString()).isEqualTo("Normal call clearing");
    }

    @Test
    void anUnknownStatusIsRefused() {
        Reply reply = http.postJson(FIND, "{\"status\":\"GONE\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("field").asString()).isEqualTo("status");
    }

    @Test
    void terminateEndsALiveCall() {
        calls.live.add(FakeCalls.info("a", CallStatus.RING));

        Reply first = http.postJson(TERMINATE, "{\"callId\":\"a\"}");
        Reply again = http.postJson(TERMINATE, "{\"callId\":\"a\"}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isEmpty();
        assertThat(again.status()).isEqualTo(404);
        assertThat(http.postJson(TERMINATE, "{}").status()).isEqualTo(400);
        assertThat(calls.terminated).containsExactly("a", "a");
    }

    @Test
    void keysArePressedInALiveCall() {
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED));

        assertThat(dtmf("{\"callId\":\"a\",\"dtmf\":\"12w#\",\"type\":\"INFO_RELAY\"}").body())
                .isEmpty();
        assertThat(dtmf("{\"callId\":\"a\",\"dtmf\":1234}").status()).isEqualTo(200);
        assertThat(dtmf("{\"callId\":\"a\",\"dtmf\":\"d\",\"type\":\"\"}").status()).isEqualTo(200);
        assertThat(calls.pressed)
                .containsExactly("a 12W# INFO_RELAY", "a 1234 RFC2833", "a D RFC2833");
        assertThat(dtmf("{\"callId\":\"b\",\"dtmf\":\"1\"}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "callId, '{\"dtmf\":\"1\"}'",
        "dtmf, '{\"callId\":\"a\"}'",
        "dtmf, '{\"callId\":\"a\",\"dtmf\":\"\"}'",
        "dtmf, '{\"callId\":\"a\",\"dtmf\":\"12E4\"}'",
        "dtmf, '{\"callId\":\"a\",\"dtmf\":[1]}'",
        "type, '{\"callId\":\"a\",\"dtmf\":\"1\",\"type\":\"INBAND\"}'",
    })
    void keysThatAreNoneAreABadRequestThatNamesTheField(String field, String body) {
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED));

        Reply reply = dtmf(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("field").asString()).isEqualTo(field);
        assertThat(reply.body()).doesNotContain("12E4");
        assertThat(calls.pressed).isEmpty();
    }

    @Test
    void tooManyKeysAreAConflict() {
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED));
        calls.refusal = CallRefused.taken("dtmf", "too many keys wait");

        assertThat(dtmf("{\"callId\":\"a\",\"dtmf\":\"1\"}").status()).isEqualTo(409);
    }

    private Reply dtmf(String body) {
        return http.postJson("/rest-api/call/send_dtmf", body);
    }

    @Test
    void theFormOfTheTargetIsAskedForByWordsOfOurs() {
        Reply reply =
                http.postJson(
                        STARTUP,
                        """
                        {"callee":"sip:a@d","rtmpUrl":"rtmp://h/live","rtmpStream":"r",
                         "slate":"never","video":"Transcode"}\
                        """);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(calls.requests.getFirst().form())
                .isEqualTo(new FormWishes(Slate.Mode.NEVER, PictureForm.Mode.TRANSCODE));
        Reply wrong = http.postJson(STARTUP, "{\"callee\":\"sip:a@d\",\"slate\":\"sometimes\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(json(wrong).get("message").asString())
                .isEqualTo("slate must be one of auto, always, never.");
        assertThat(json(wrong).get("field").asString()).isEqualTo("slate");
        Reply other = http.postJson(STARTUP, "{\"callee\":\"sip:a@d\",\"video\":true}");
        assertThat(other.status()).isEqualTo(400);
        assertThat(json(other).get("field").asString()).isEqualTo("video");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mixer/startup", "/mixer/find_all"})
    void whatIsNotBuiltSaysSo(String method) {
        Reply reply = http.postJson("/rest-api" + method, "{}");

        assertThat(reply.status()).isEqualTo(501);
        assertThat(json(reply).get("message").asString()).contains(method);
    }

    @Test
    void whatIsUnknownIsNotFoundAndTheWrongMethodIsNotAllowed() {
        Reply unknown = http.postJson("/rest-api/call/nothing", "{}");
        Reply wrong = http.get(STARTUP);

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(json(unknown).get("path").asString()).isEqualTo("/rest-api/call/nothing");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).isEqualTo("POST");
    }

    @Test
    void noSecretLeaves() {
        CallInfo planted =
                FakeCalls.info(
                        "a",
                        CallStatus.ESTABLISHED,
                        "rtmp://joe:SECRET@rtmp.example.com/live/SECRET?key=SECRET",
                        "SECRET");
        calls.live.add(planted);
        String body =
                "{\"callee\":\"1\",\"sipDomain\":\"d\",\"sipPassword\":\"SECRET\",\"sipPort\":\"x\"}";

        StringBuilder all = new StringBuilder();
        for (Reply reply :
                new Reply[] {
                    http.get(FIND_ALL),
                    http.get("/api/v1/calls"),
                    http.get("/api/v1/calls/a"),
                    http.postJson(STARTUP, body),
                    http.postJson(STARTUP, body + "SECRET"),
                    http.postJson("/api/v1/pulls", "{\"url\":\"http://u:SECRET@h/?SECRET\"}")
                }) {
            all.append(reply.headers()).append(reply.body());
        }

        assertThat(all.toString()).contains("rtmp.example.com").doesNotContain("SECRET");
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
