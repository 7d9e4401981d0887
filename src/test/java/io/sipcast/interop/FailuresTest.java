package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.FreePorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Servers that are not there: the call ends soon, and says why. */
@Tag("interop")
class FailuresTest {
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void nobodyListensAtTheProxy(String register) throws Exception {
        String proxy = "127.0.0.1:" + FreePorts.next();
        assertThat(failed("sip:bob@127.0.0.1;transport=tcp", "127.0.0.1", proxy, register))
                .isEqualTo(
                        "The SIP server or callee could not be reached: tcp:%s cannot be reached:"
                                        .formatted(proxy)
                                + " connection refused.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void theDomainDoesNotExist(String register) throws Exception {
        assertThat(failed("bob", "sip.invalid", "", register))
                .startsWith("The SIP server or callee could not be reached: ")
                .contains("sip.invalid")
                .endsWith(".");
    }

    private static String failed(String callee, String domain, String proxy, String register)
            throws Exception {
        try (TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    callee,
                    "sipLogin",
                    "alice",
                    "sipPassword",
                    "secret",
                    "sipDomain",
                    domain,
                    "sipOutboundProxy",
                    proxy,
                    "sipRegisterRequired",
                    register);
            JsonNode call = gateway.awaitStatus("c1", "FAILED");
            assertThat(call.path("sipStatus").asInt()).isEqualTo(408);
            return call.path("reason").asString();
        }
    }
}
