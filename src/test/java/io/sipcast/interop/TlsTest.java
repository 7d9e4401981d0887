package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.Kamailio;
import io.sipcast.peer.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** SIP over TLS with real peers: baresip is called, Kamailio registers us and relays. */
@Tag("interop")
class TlsTest {
    private static final Baresip.Settings BOB = new Baresip.Settings("bob", "", true, "");
    private static final String TRUST = "sip.tls.ca=" + TestCertificates.certificate("ca");

    @Test
    void baresipIsCalledOverTls() throws Exception {
        try (Baresip bob = Baresip.start(BOB.overTls());
                TestGateway gateway = TestGateway.start(TRUST)) {
            gateway.call("callId", "c1", "callee", bob.uri(), "hasVideo", "true");
            gateway.awaitStatus("c1", "ESTABLISHED");
            MainJobTest.oneIsRight(gateway, "c1");

            gateway.terminate("c1");
            assertThat(gateway.awaitStatus("c1", "FINISH").path("reason").asString())
                    .isEqualTo("Ended by a REST request.");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRegisteredCallGoesThroughKamailioOverTls(boolean mutual) throws Exception {
        try (Kamailio kamailio = mutual ? Kamailio.startAskingForCertificates() : Kamailio.start();
                Baresip _ = bobAt(mutual ? kamailio.address() : kamailio.tlsAddress(), !mutual);
                TestGateway gateway = TestGateway.start(known())) {
            callBob(gateway, kamailio, "true");
            gateway.awaitStatus("c1", "ESTABLISHED");
            MainJobTest.oneIsRight(gateway, "c1");

            gateway.terminate("c1");
            gateway.awaitStatus("c1", "FINISH");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void anUnknownAuthorityIsNamed(String register) throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                TestGateway gateway = TestGateway.start()) {
            callBob(gateway, kamailio, register);

            assertThat(reason(gateway, kamailio))
                    .isEqualTo("its certificate is from an unknown authority, CN=Sipcast test ca.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aCertificateThatIsRequiredOfUsIsNamed(String register) throws Exception {
        try (Kamailio kamailio = Kamailio.startAskingForCertificates();
                TestGateway gateway = TestGateway.start(TRUST)) {
            callBob(gateway, kamailio, register);

            assertThat(reason(gateway, kamailio)).startsWith("it requires a client certificate");
        }
    }

    @Test
    void aPortWithoutTlsIsNamed() throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                TestGateway gateway = TestGateway.start(TRUST)) {
            gateway.call(
                    "callId", "c1", "callee", "sips:bob@" + kamailio.address(), "sipLogin", "a");

            assertThat(gateway.awaitStatus("c1", "FAILED").path("reason").asString())
                    .startsWith("The SIP server or callee could not be reached: tls:127.0.0.1:")
                    .contains("TLS");
        }
    }

    /** With a certificate of our own, so that Kamailio can call back. */
    private static String[] known() {
        List<String> settings = new ArrayList<>(List.of(TRUST, "sip.tls.port=0"));
        settings.add("sip.tls.certificate=" + TestCertificates.certificate("client"));
        settings.add("sip.tls.key=" + TestCertificates.key("client"));
        return settings.toArray(String[]::new);
    }

    private static Baresip bobAt(String registrar, boolean tls) {
        return Baresip.start(new Baresip.Settings("bob", "secretB", true, registrar, tls));
    }

    private static void callBob(TestGateway gateway, Kamailio kamailio, String register) {
        gateway.call(
                "callId",
                "c1",
                "callee",
                "sip:bob@" + kamailio.tlsAddress() + ";transport=tls",
                "hasVideo",
                "true",
                "sipLogin",
                "alice",
                "sipPassword",
                "secretA",
                "sipDomain",
                "127.0.0.1",
                "sipOutboundProxy",
                kamailio.tlsAddress(),
                "sipRegisterRequired",
                register);
    }

    /** What stands behind the place that could not be reached. */
    private static String reason(TestGateway gateway, Kamailio kamailio) {
        JsonNode call = gateway.awaitStatus("c1", "FAILED");
        assertThat(call.path("sipStatus").asInt()).isEqualTo(408);
        String before =
                "The SIP server or callee could not be reached: tls:%s cannot be reached: "
                        .formatted(kamailio.tlsAddress());
        String reason = call.path("reason").asString();
        assertThat(reason).startsWith(before);
        return reason.substring(before.length());
    }
}
