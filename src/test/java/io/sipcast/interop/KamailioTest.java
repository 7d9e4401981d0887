package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.Kamailio;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Both sides registered at Kamailio, which challenges every request and relays the call. */
@Tag("interop")
class KamailioTest {
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aRegisteredCallGoesThroughTheProxy(String transport) throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                Baresip _ = bob(kamailio);
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    "sip:bob@" + kamailio.address() + ";transport=" + transport,
                    "hasVideo",
                    "true",
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
            gateway.awaitStatus("c1", "ESTABLISHED");
            MainJobTest.oneIsRight(gateway, "c1");
            assertThat(callToAlice(gateway, kamailio, "while"))
                    .as("we are registered, and take no calls")
                    .doesNotContain("Not registered");

            String ladder = gateway.get("/api/v1/calls/c1/sip.txt").body();
            assertThat(ladder)
                    .contains("|-- REGISTER sip:127.0.0.1 -")
                    .contains("|    of the registration ")
                    .contains("- 401 Unauthorized (REGISTER) --|")
                    .contains("- 407 Proxy Authentication Required (INVITE) --|")
                    .contains(transport + ":" + kamailio.address())
                    .doesNotContain("secretA");

            gateway.terminate("c1");
            gateway.awaitStatus("c1", "FINISH");
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> callToAlice(gateway, kamailio, "after-" + System.nanoTime()),
                            reason -> reason.contains("SIP 404 Not registered"));
        }
    }

    @Test
    void theCalleeIsAUserOfTheDomainWithoutAProxy() throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                Baresip _ = bob(kamailio);
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    "bob",
                    "sipLogin",
                    "alice",
                    "sipPassword",
                    "secretA",
                    "sipDomain",
                    kamailio.address(),
                    "sipRegisterRequired",
                    "true");
            gateway.awaitStatus("c1", "ESTABLISHED");
            gateway.terminate("c1");
            gateway.awaitStatus("c1", "FINISH");
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                TestGateway gateway = TestGateway.start()) {
            for (String register : new String[] {"true", "false"}) {
                String id = "register-" + register;
                gateway.call(
                        "callId",
                        id,
                        "callee",
                        "bob",
                        "sipLogin",
                        "alice",
                        "sipPassword",
                        "mistyped-password",
                        "sipDomain",
                        "127.0.0.1",
                        "sipOutboundProxy",
                        kamailio.address(),
                        "sipRegisterRequired",
                        register);
                JsonNode call = gateway.awaitStatus(id, "FAILED");
                assertThat(call.path("sipStatus").asInt()).isIn(401, 403, 407);
                assertThat(call.path("reason").asString())
                        .startsWith("The SIP server refused the account: ")
                        .endsWith(".");
                assertThat(call.toString()).doesNotContain("mistyped-password");
            }
        }
    }

    private static Baresip bob(Kamailio kamailio) {
        return Baresip.start(new Baresip.Settings("bob", "secretB", true, kamailio.address()));
    }

    /** How a call to ourselves fails: the registrar says whether alice is registered. */
    private static String callToAlice(TestGateway gateway, Kamailio kamailio, String id) {
        gateway.call(
                "callId",
                id,
                "callee",
                "alice",
                "sipLogin",
                "alice",
                "sipPassword",
                "secretA",
                "sipDomain",
                "127.0.0.1",
                "sipOutboundProxy",
                kamailio.address());
        return gateway.awaitStatus(id, "FAILED").path("reason").asString();
    }
}
