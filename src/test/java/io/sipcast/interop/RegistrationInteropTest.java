package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.api.Json;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.Kamailio;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What Kamailio holds of an account while calls come and go, and while it goes itself. */
@Tag("interop")
class RegistrationInteropTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void twoCallsOfOneAccountShareOneBindingUntilTheLastEnds() throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                Baresip _ = bob(kamailio);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, kamailio, "c1", "udp");
            gateway.awaitStatus("c1", "ESTABLISHED");
            call(gateway, kamailio, "c2", "udp");
            gateway.awaitDetails("c2", call -> !call.path("answered").isNull());
            assertThat(kamailio.bindings("alice"))
                    .containsExactly("1 sip:alice@127.0.0.1:" + gateway.sipPort());
            JsonNode shared = awaitOne(gateway, one -> one.path("users").size() == 2);
            assertThat(shared.path("addressOfRecord").asString()).isEqualTo("sip:alice@127.0.0.1");
            assertThat(shared.path("target").asString()).isEqualTo("udp:" + kamailio.address());
            assertThat(shared.path("state").asString()).isEqualTo("registered");
            assertThat(shared.path("sipStatus").asInt()).isEqualTo(200);
            assertThat(shared.path("expiresIn").asInt()).isBetween(3500, 3600);
            assertThat(shared.toString()).doesNotContain("secretA");

            gateway.terminate("c1");
            awaitOne(gateway, one -> users(one).equals(List.of("c2")));
            assertThat(kamailio.bindings("alice")).as("nothing was sent").hasSize(1);

            gateway.terminate("c2");
            await().atMost(LIMIT).until(() -> kamailio.bindings("alice").getLast().equals("0"));
            await().atMost(LIMIT).until(() -> registrations(gateway).isEmpty());
            assertThat(kamailio.bindings("alice")).hasSize(2);
        }
    }

    /** Over TCP the closed connection tells, over UDP the next refresh. */
    @ParameterizedTest
    @CsvSource({"tcp, 3600", "udp, 10"})
    void aRegistrarThatForgotUsInMidCallIsTold(String transport, int expires) throws Exception {
        try (Kamailio kamailio = Kamailio.start(expires);
                Baresip _ = bob(kamailio);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, kamailio, "c1", transport);
            gateway.awaitStatus("c1", "ESTABLISHED");
            kamailio.restart();
            await().atMost(LIMIT)
                    .until(() -> kamailio.bindings("alice").stream().anyMatch(isOurs(gateway)));

            awaitOne(gateway, one -> one.path("state").asString("").equals("registered"));
            assertThat(gateway.details("c1").path("status").asString()).isEqualTo("ESTABLISHED");
            gateway.terminate("c1");
            await().atMost(LIMIT).until(() -> kamailio.bindings("alice").getLast().equals("0"));
        }
    }

    @Test
    void aGatewayThatStopsLeavesNothingBehind() throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                Baresip _ = bob(kamailio)) {
            try (TestGateway gateway = TestGateway.start()) {
                call(gateway, kamailio, "c1", "udp");
                gateway.awaitStatus("c1", "ESTABLISHED");
            }
            await().atMost(LIMIT).until(() -> kamailio.bindings("alice").getLast().equals("0"));
        }
    }

    private static Predicate<String> isOurs(TestGateway gateway) {
        return line -> line.startsWith("1 sip:alice@127.0.0.1:" + gateway.sipPort());
    }

    private static Baresip bob(Kamailio kamailio) {
        return Baresip.start(new Baresip.Settings("bob", "secretB", true, kamailio.address()));
    }

    private static void call(TestGateway gateway, Kamailio kamailio, String id, String transport) {
        gateway.call(
                "callId",
                id,
                "callee",
                "sip:bob@" + kamailio.address() + ";transport=" + transport,
                "visibleName",
                "Studio " + id,
                "sipLogin",
                "alice",
                "sipPassword",
                "secretA",
                "sipDomain",
                "127.0.0.1",
                "sipOutboundProxy",
                kamailio.address(),
                "sipRegisterRequired",
                "true");
    }

    private static JsonNode registrations(TestGateway gateway) {
        String body = gateway.get("/api/v1/registrations").body();
        return Json.read(body.getBytes(UTF_8)).path("registrations");
    }

    private static List<String> users(JsonNode registration) {
        return registration.path("users").values().stream().map(JsonNode::asString).toList();
    }

    /** Waits until the only registration is so. */
    private static JsonNode awaitOne(TestGateway gateway, Predicate<JsonNode> wanted) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> wanted.test(registrations(gateway).path(0)));
        return registrations(gateway).path(0);
    }
}
