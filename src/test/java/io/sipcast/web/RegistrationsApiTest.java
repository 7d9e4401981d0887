package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.api.v1.RegistrationsApi;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.web.Http.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The registrations over real HTTP. */
class RegistrationsApiTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<RegistrationInfo> registrations = new CopyOnWriteArrayList<>();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        var api = new RegistrationsApi(() -> registrations, Clock.fixed(NOW, ZoneOffset.UTC));
        server = TestServer.open(new FakeCalls(), api.routes());
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void noneIsAnEmptyList() {
        assertThat(http.get("/api/v1/registrations").body()).isEqualTo("{\"registrations\":[]}");
    }

    @Test
    void tellsAllOfOneThatStands() {
        registrations.add(info("1", Phase.REGISTERED, 200, null, NOW.plusSeconds(100)));

        assertThat(http.get("/api/v1/registrations/1").body())
                .isEqualTo(
                        "{\"id\":\"1\",\"addressOfRecord\":\"sip:alice@example.com\","
                                + "\"registrar\":\"sip:example.com\","
                                + "\"target\":\"udp:198.51.100.5:5060\","
                                + "\"contact\":\"sip:alice@203.0.113.9:40000\","
                                + "\"state\":\"registered\","
                                + "\"since\":\"2026-01-02T03:03:05Z\","
                                + "\"expires\":\"2026-01-02T03:05:45Z\",\"expiresIn\":100,"
                                + "\"sipStatus\":200,\"reason\":null,"
                                + "\"users\":[\"c1\",\"c2\"],\"refreshes\":3,"
                                + "\"nextTry\":\"2026-01-02T03:04:35Z\"}");
    }

    @Test
    void saysWhyOneIsLostAndWhyOneIsRefused() {
        registrations.add(info("1", Phase.LOST, 0, "no answer from udp:10.0.0.1:5060", null));
        registrations.add(info("2", Phase.REFUSED, 403, "answered 403 Forbidden", NOW));

        JsonNode json = json(http.get("/api/v1/registrations")).path("registrations");

        assertThat(json.at("/0/reason").asString())
                .isEqualTo("The last REGISTER failed: no answer from udp:10.0.0.1:5060.");
        assertThat(json.at("/0/sipStatus").isNull()).isTrue();
        assertThat(json.at("/0/expires").isNull()).isTrue();
        assertThat(json.at("/0/expiresIn").isNull()).isTrue();
        assertThat(json.at("/1/reason").asString())
                .isEqualTo(
                        "The registrar does not take the account any more: answered 403"
                                + " Forbidden.");
        assertThat(json.at("/1/expiresIn").asLong()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyStateHasItsName(Phase phase) {
        registrations.add(info("1", phase, 0, null, null));

        assertThat(json(http.get("/api/v1/registrations/1")).path("state").asString())
                .isIn("registering", "registered", "lost", "refused", "unregistering");
    }

    @Test
    void anUnknownOneIsAProblem() {
        Reply reply = http.get("/api/v1/registrations/7");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(json(reply).path("detail").asString())
                .isEqualTo(
                        "There is no registration with this id: it ends with the last call that"
                                + " needs it.");
    }

    private static RegistrationInfo info(
            String id, Phase phase, int status, @Nullable String reason, @Nullable Instant until) {
        return new RegistrationInfo(
                id,
                "sip:alice@example.com",
                "sip:example.com",
                "udp:198.51.100.5:5060",
                "sip:alice@203.0.113.9:40000",
                phase,
                NOW.minusSeconds(60),
                until,
                status,
                reason,
                List.of("c1", "c2"),
                3,
                NOW.plusSeconds(30));
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
