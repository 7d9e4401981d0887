package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallStatus;
import io.sipcast.web.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What all methods have in common: conditions, parts of lists, parameters, methods, problems. */
class RestAnswersTest {
    private static final String CALLS = "/api/v1/calls";

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
    void whatHasNotChangedIsNotSentAgain() {
        String tag = http.get(CALLS).header("etag");

        Reply same = http.get(CALLS, "If-None-Match: \"other\", " + tag);
        Reply any = http.get(CALLS, "If-None-Match: *");
        calls.live.add(FakeCalls.info("a", CallStatus.RING));
        Reply changed = http.get(CALLS, "If-None-Match: " + tag);

        assertThat(tag).matches("W/\"[0-9a-f]{24}\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("etag")).isEqualTo(tag);
        assertThat(same.bytes().size()).isZero();
        assertThat(any.status()).isEqualTo(304);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("etag")).isNotEqualTo(tag);
        assertThat(json(changed).at("/live/0/callId").asString()).isEqualTo("a");
    }

    @Test
    void aConditionIsNothingToAProblemOrToAMethodThatActs() {
        Reply missing = http.get(CALLS + "/none", "If-None-Match: *");
        Reply started =
                http.exchange(
                        "POST",
                        "/api/v1/pulls",
                        "{\"url\":\"rtmp://h/app/s\"}",
                        "Content-Type: application/json",
                        "If-None-Match: *");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.header("etag")).isNull();
        assertThat(started.status()).isEqualTo(200);
        assertThat(started.header("etag")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {CALLS, "/health", "/api/v1/status", "/rest-api/call/find_all"})
    void whatCanBeGotHasAHead(String path) {
        calls.live.add(FakeCalls.info("a", CallStatus.RING));
        Reply got = http.get(path);
        Reply head = http.exchange("HEAD", path, "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes().size()).isZero();
        assertThat(head.header("content-length")).isEqualTo("" + got.bytes().size());
        assertThat(head.header("etag")).isEqualTo(got.header("etag"));
    }

    @Test
    void aListComesInPartsThatLinkToTheNext() {
        for (int i = 0; i < 5; i++) {
            calls.ended.add(endedAt(i));
        }
        Reply first = http.get(CALLS + "?limit=2");

        List<String> all = new ArrayList<>(ids(first));
        assertThat(all).containsExactly("0", "1");
        Reply part = first;
        while (part.header("link") != null) {
            assertThat(part.header("link"))
                    .matches("</api/v1/calls\\?limit=2&before=.*>; rel=\"next\"");
            part = http.get(part.header("link").replaceAll("<(.*)>.*", "$1"));
            all.addAll(ids(part));
        }
        assertThat(all).containsExactly("0", "1", "2", "3", "4");
        assertThat(http.get(CALLS).header("link")).isNull();
    }

    /** Two that ended at once are not torn apart, or the second would be lost. */
    @Test
    void whatEndedAtOnceStaysTogether() {
        calls.ended.addAll(List.of(endedAt(0), FakeCalls.info("1", CallStatus.BUSY)));
        calls.ended.addAll(List.of(FakeCalls.info("2", CallStatus.BUSY), endedAt(100)));

        assertThat(ids(http.get(CALLS + "?limit=2"))).containsExactly("0", "1", "2");
    }

    private static CallInfo endedAt(int secondsEarlier) {
        return FakeCalls.endedEarlier("" + secondsEarlier, secondsEarlier);
    }

    private static List<String> ids(Reply reply) {
        return json(reply)
                .get("ended")
                .valueStream()
                .map(one -> one.get("callId").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    limit=0                ; limit  ; 1 to 1000
                    limit=1001             ; limit  ; 1 to 1000
                    limit=ten              ; limit  ; 1 to 1000
                    limit=1&limit=2        ; limit  ; more than once
                    before=yesterday       ; before ; a time such as
                    limt=5                 ; limt   ; takes before, limit
                    status=RING            ; status ; takes before, limit
                    %3Cscript%3E=1         ; A name in the query ; no parameter
                    """)
    void aParameterThatIsNotRightIsNamed(String query, String field, String why) {
        Reply reply = http.get(CALLS + "?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("field").asString()).isEqualTo(field);
        assertThat(json(reply).get("detail").asString()).startsWith(field + " ").contains(why);
    }

    @Test
    void aMalformedQueryIsTheClientsFault() {
        assertThat(http.get(CALLS + "?limit=%zz").status()).isEqualTo(400);
    }

    /** Programs that were written for the reference are not stopped by what it ignores. */
    @ParameterizedTest
    @ValueSource(strings = {"/rest-api/call/find_all?_=1", "/health?probe=1"})
    void elsewhereAnUnknownParameterIsPassedOver(String path) {
        calls.live.add(FakeCalls.info("a", CallStatus.RING));

        assertThat(http.get(path).status()).isEqualTo(200);
    }

    @Test
    void saysWhichMethodsAnAddressHas() {
        Reply options = http.exchange("OPTIONS", CALLS + "/a", "");

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).contains("GET", "HEAD");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/calls/none, 404, application/problem+json",
        "PUT,    /api/v1/calls,      405, application/problem+json",
        "POST,   /api/v1/pulls,      415, application/problem+json",
        "GET,    /api/v1/nothing,    404, application/problem+json",
        "PUT,    /rest-api/call/find,405, application/json",
        "POST,   /rest-api/call/find,415, application/json",
    })
    void aProblemHasTheFormOfItsInterface(String method, String path, int status, String type) {
        String body = method.equals("POST") ? "x" : "";
        Reply reply = http.exchange(method, path, body, "Content-Type: text/plain");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo(type);
        assertThat(json(reply).get("status").asInt()).isEqualTo(status);
        assertThat(reply.header("allow") != null).isEqualTo(status == 405);
    }

    @Test
    void aBodyThatIsTooLargeIsAProblemToo() {
        Reply reply = http.postJson("/api/v1/pulls", "{\"url\":\"" + "x".repeat(65 * 1024) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(json(reply).get("title").asString()).isEqualTo("Content Too Large");
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
