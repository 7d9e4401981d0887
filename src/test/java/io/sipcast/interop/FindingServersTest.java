package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.net.DnsStub;
import io.sipcast.peer.Recording;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Callees that are found by DNS records, and by the answer of another. */
@Tag("interop")
class FindingServersTest {
    private final DnsStub dns;
    private final TestGateway gateway;

    FindingServersTest() throws Exception {
        dns = new DnsStub();
        gateway = TestGateway.start("net.dns-servers=127.0.0.1:" + dns.address().getPort());
    }

    @BeforeEach
    void hosts() {
        dns.record("dead.example.com", 60, "A", "127.0.0.1")
                .record("alive.example.com", 60, "A", "127.0.0.1");
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        dns.close();
    }

    @Test
    void theSecondServerOfADomainAnswersWhenTheFirstIsDead() throws Exception {
        SippScenario scenario = answered().beeps(TestMedia.beepsAlaw()).expectBye();
        try (var dead = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
                Sipp callee = Sipp.start(scenario)) {
            dns.record(
                            "example.com",
                            60,
                            "NAPTR",
                            "1 1 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.com.")
                    .record("_sip._udp.example.com", 60, "SRV", srv(1, dead.getLocalPort(), "dead"))
                    .record("_sip._udp.example.com", 60, "SRV", srv(2, callee.port(), "alive"));

            gateway.call("callId", "srv", "callee", "sip:bob@example.com");
            gateway.awaitStatus("srv", "ESTABLISHED");

            Recording recording = gateway.record(gateway.rtmp("srv"), Duration.ofSeconds(3));
            assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(2);
            gateway.terminate("srv");
            callee.awaitSuccess();
            assertThat(callee.messages()).contains("INVITE sip:bob@example.com SIP/2.0");
        }
    }

    @Test
    void aServerThatRefusesConnectionsIsPassedOver() throws Exception {
        try (Sipp callee = Sipp.start(answered().expectBye(), "t1")) {
            int closed;
            try (var socket = new ServerSocket(0)) {
                closed = socket.getLocalPort();
            }
            dns.record("_sip._tcp.example.com", 60, "SRV", srv(1, closed, "dead"))
                    .record("_sip._tcp.example.com", 60, "SRV", srv(2, callee.port(), "alive"));

            gateway.call("callId", "tcp", "callee", "sip:bob@example.com;transport=tcp");
            gateway.awaitStatus("tcp", "ESTABLISHED");
            gateway.terminate("tcp");
            callee.awaitSuccess();
        }
    }

    @Test
    void aCallIsSentOnToAnotherCallee() {
        SippScenario scenario = answered().beeps(TestMedia.beepsAlaw()).expectBye();
        try (Sipp callee = Sipp.start(scenario);
                Sipp redirector =
                        Sipp.start(
                                SippScenario.invited()
                                        .sendOn("302 Moved Temporarily", callee.uri()))) {
            gateway.call("callId", "moved", "callee", redirector.uri());
            gateway.awaitStatus("moved", "ESTABLISHED");

            Recording recording = gateway.record(gateway.rtmp("moved"), Duration.ofSeconds(3));
            assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(2);
            gateway.terminate("moved");
            redirector.awaitSuccess();
            callee.awaitSuccess();
            assertThat(callee.messages()).contains("CSeq: 2 INVITE");
        }
    }

    @Test
    void theEndSaysWhereTheCallWasSentOn() {
        try (Sipp busy = Sipp.start(SippScenario.invited().refuse("486 Busy Here"));
                Sipp redirector =
                        Sipp.start(
                                SippScenario.invited()
                                        .sendOn("302 Moved Temporarily", busy.uri()))) {
            gateway.call("callId", "moved", "callee", redirector.uri());

            assertThat(gateway.awaitStatus("moved", "BUSY").path("reason").asString())
                    .isEqualTo(
                            "The callee is busy (SIP 486). It had been sent on to "
                                    + busy.uri()
                                    + ".");
            redirector.awaitSuccess();
            busy.awaitSuccess();
        }
    }

    @Test
    void nobodyIsCalledWhereItIsForbidden() throws Exception {
        try (TestGateway careful = TestGateway.start("net.allowed-targets=127.0.0.1");
                Sipp redirector =
                        Sipp.start(
                                SippScenario.invited()
                                        .sendOn("302 Moved", "sip:bob@127.0.0.2:5060"))) {
            careful.call("callId", "moved", "callee", redirector.uri());

            JsonNode call = careful.awaitStatus("moved", "FAILED");
            assertThat(call.path("reason").asString())
                    .contains("Connecting to 127.0.0.2 is not allowed by net.allowed-targets")
                    .endsWith("It had been sent on to sip:bob@127.0.0.2:5060.");
            redirector.awaitSuccess();
        }
    }

    @Test
    void anUnknownNameIsNamed() {
        gateway.call("callId", "nowhere", "callee", "sip:bob@nowhere.example.com");

        assertThat(gateway.awaitStatus("nowhere", "FAILED").path("reason").asString())
                .isEqualTo(
                        "The SIP server or callee could not be reached: The host"
                                + " nowhere.example.com is unknown: its name does not resolve to an"
                                + " address (DNS has no such name).");
    }

    private static SippScenario answered() {
        return SippScenario.invited().trying().ringing().ok().expect("ACK");
    }

    private static String srv(int priority, int port, String host) {
        return priority + " 0 " + port + " " + host + ".example.com.";
    }
}
