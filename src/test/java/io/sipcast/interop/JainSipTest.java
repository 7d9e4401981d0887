package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.JainSip;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whole calls against a SIP stack that shares nothing with ours; it is a library, so no peer. */
class JainSipTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aCallIsHeldResumedAndEndedByUs(String transport) throws Exception {
        String id = "hold-" + transport;
        try (JainSip callee = JainSip.answering(transport)) {
            gateway.call("callId", id, "callee", callee.uri());
            assertThat(callee.next()).isEqualTo("INVITE");
            assertThat(callee.next()).isEqualTo("ACK");
            gateway.awaitStatus(id, "ESTABLISHED");

            callee.reInvite("sendonly");
            assertThat(callee.next()).isEqualTo("200 INVITE");
            gateway.awaitStatus(id, "HOLD");
            callee.reInvite("sendrecv");
            assertThat(callee.next()).isEqualTo("200 INVITE");
            gateway.awaitStatus(id, "ESTABLISHED");

            gateway.terminate(id);
            assertThat(callee.next()).isEqualTo("BYE");
            JsonNode call = gateway.awaitStatus(id, "FINISH");
            assertThat(call.path("reason").asString()).isEqualTo("Ended by a REST request.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theCalleeHangsUp(String transport) throws Exception {
        String id = "bye-" + transport;
        try (JainSip callee = JainSip.answering(transport)) {
            gateway.call("callId", id, "callee", callee.uri());
            assertThat(callee.next()).isEqualTo("INVITE");
            assertThat(callee.next()).isEqualTo("ACK");
            gateway.awaitStatus(id, "ESTABLISHED");

            callee.bye();
            assertThat(callee.next()).isEqualTo("200 BYE");
            assertThat(gateway.awaitStatus(id, "FINISH").path("reason").asString())
                    .startsWith("The callee hung up");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void weCancelWhileItRings(String transport) throws Exception {
        String id = "cancel-" + transport;
        try (JainSip callee = JainSip.ringing(transport)) {
            gateway.call("callId", id, "callee", callee.uri());
            assertThat(callee.next()).isEqualTo("INVITE");
            gateway.awaitStatus(id, "RING");

            gateway.terminate(id);
            assertThat(callee.next()).isEqualTo("CANCEL");
            gateway.awaitStatus(id, "FINISH");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void weRegisterBeforeTheCallAndUnregisterAfterIt(String transport) throws Exception {
        String id = "register-" + transport;
        try (JainSip server = JainSip.answering(transport)) {
            gateway.call(
                    "callId",
                    id,
                    "callee",
                    server.uri(),
                    "sipLogin",
                    "alice",
                    "sipPassword",
                    "secret",
                    "sipDomain",
                    "example.com",
                    "sipOutboundProxy",
                    "sip:" + server.address() + ";transport=" + transport,
                    "sipRegisterRequired",
                    "true");
            assertThat(server.next()).isEqualTo("REGISTER");
            assertThat(server.next()).isEqualTo("REGISTER");
            assertThat(server.next()).isEqualTo("INVITE");
            assertThat(server.next()).isEqualTo("ACK");
            gateway.awaitStatus(id, "ESTABLISHED");

            gateway.terminate(id);
            assertThat(server.next()).isEqualTo("BYE");
            assertThat(server.next()).isEqualTo("REGISTER");
        }
    }
}
