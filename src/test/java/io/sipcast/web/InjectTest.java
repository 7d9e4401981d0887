package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.api.v1.InjectApi;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.web.Http.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both interfaces: what comes to the calls, and what their refusals become. */
class InjectTest {
    private final FakeCalls calls = new FakeCalls();
    private TestServer server;
    private Http http;

    @BeforeEach
    void open() throws IOException {
        server = TestServer.open(calls, new InjectApi(calls).routes());
        http = server.http;
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/rest-api/call/inject_sound|{'callId':'a','fileName':'x.wav'}|a hears x.wav",
                "/rest-api/call/inject_stream|{'callId':'a','streamName':'s'}|a sees s",
                "/rest-api/call/inject_stream/startup|{'callId':'a','streamName':'s'}|a sees s",
                "/rest-api/call/inject_stream/terminate|{'callId':'a'}|a ends",
                "/api/v1/calls/a/inject|{'fileName':'en/x.wav'}|a hears en/x.wav",
                "/api/v1/calls/a/inject|{'streamName':'app/s'}|a sees app/s",
                "/api/v1/calls/a/inject/end|{}|a ends"
            })
    void whatIsAskedForIsDoneAndTheAnswerIsEmpty(String path, String body, String done) {
        Reply reply = http.postJson(path, body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(calls.injected).containsExactly(done);
    }

    @ParameterizedTest
    @CsvSource({
        "/rest-api/call/inject_sound, 404",
        "/rest-api/call/inject_stream, 404",
        "/rest-api/call/inject_stream/startup, 404",
        "/rest-api/call/inject_stream/terminate, 404",
        "/rest-api/call/inject_sound, 409",
        "/rest-api/call/inject_sound, 400",
        "/api/v1/calls/a/inject, 404",
        "/api/v1/calls/a/inject, 409",
        "/api/v1/calls/a/inject/end, 404"
    })
    void aRefusalHasItsStatusAndItsSentence(String path, int status) {
        calls.injectionRefusal =
                switch (status) {
                    case 404 -> InjectionRefused.notFound("callId", "There is none.");
                    case 409 -> InjectionRefused.conflict("callId", "There is none.");
                    default -> InjectionRefused.badField("callId", "There is none.");
                };
        boolean ours = path.startsWith("/api/v1");
        String body =
                ours
                        ? "{\"fileName\":\"f\"}"
                        : "{\"callId\":\"a\",\"fileName\":\"f\",\"streamName\":\"s\"}";
        Reply reply = http.postJson(path, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).contains("There is none.");
        assertThat(Json.read(reply.bytes().toArray()).get("field").asString()).isEqualTo("callId");
    }

    @Test
    void whatIsMissingIsNamed() {
        Reply noFile = http.postJson("/rest-api/call/inject_sound", "{\"callId\":\"a\"}");
        Reply noCall = http.postJson("/rest-api/call/inject_stream", "{\"streamName\":\"s\"}");
        Reply neither = http.postJson("/api/v1/calls/a/inject", "{}");
        Reply both =
                http.postJson(
                        "/api/v1/calls/a/inject", "{\"fileName\":\"f\",\"streamName\":\"s\"}");
        Reply nul =
                http.postJson(
                        "/rest-api/call/inject_sound",
                        "{\"callId\":\"a\",\"fileName\":\"x.wav\\u0000\"}");

        assertThat(noFile.status()).isEqualTo(400);
        assertThat(noFile.body()).contains("fileName is missing");
        assertThat(noCall.status()).isEqualTo(400);
        assertThat(neither.status()).isEqualTo(400);
        assertThat(both.status()).isEqualTo(400);
        assertThat(nul.status()).isEqualTo(400);
        assertThat(calls.injected).isEmpty();
    }
}
