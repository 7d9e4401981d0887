package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.SippCall;
import io.sipcast.peer.SippCaller;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Encrypted media with baresip, called and calling; what comes out is decoded. */
@Tag("interop")
class EncryptionTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Baresip.Settings BOB = new Baresip.Settings("bob", "", true, "");

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.sipcast");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @CsvSource({
        "required, both, srtp-mand, SDES",
        "required, sdes, srtp-mand, SDES",
        "required, both, dtls_srtp, DTLS",
        "required, dtls, dtls_srtp, DTLS",
        "offered, both, srtp, SDES",
        "offered, both, srtp-mand, SDES",
        "offered, both, dtls_srtp, DTLS",
    })
    void aCalleeIsHeardAndSeenEncrypted(
            String encryption, String keyExchange, String callee, String found) throws Exception {
        try (Baresip bob = Baresip.start(BOB.encrypting(callee));
                TestGateway gateway =
                        TestGateway.start(
                                "rtp.encryption=" + encryption,
                                "rtp.key-exchange=" + keyExchange)) {
            gateway.call("callId", "c1", "callee", bob.uri(), "hasVideo", "true");
            gateway.awaitStatus("c1", "ESTABLISHED");
            MainJobTest.oneIsRight(gateway, "c1");
            isEncrypted(gateway.details("c1"), found);

            gateway.terminate("c1");
            isEncrypted(gateway.awaitStatus("c1", "FINISH"), found);
            assertThat(gateway.get("/api/v1/calls/c1/sip").body())
                    .contains("a=rtpmap:0 PCMU")
                    .doesNotContain("inline:");
            assertThat(log.list).isNotEmpty();
            assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains("inline:"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "accepted, srtp, SDES",
        "accepted, srtp-mand, SDES",
        "accepted, dtls_srtp, DTLS",
        "required, srtp-mand, SDES",
        "required, dtls_srtp, DTLS",
    })
    void aCallerIsHeardAndSeenEncrypted(String encryption, String caller, String found)
            throws Exception {
        try (TestGateway gateway =
                        TestGateway.start(
                                "rtp.encryption=" + encryption, "inbound.rules[0].called=studio");
                Baresip _ =
                        Baresip.calling(
                                BOB.encrypting(caller),
                                "sip:studio@127.0.0.1:" + gateway.sipPort())) {
            String id = awaitCall(gateway);
            MainJobTest.oneIsRight(gateway, "studio");
            isEncrypted(gateway.details(id), found);
            gateway.terminate(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "offered"})
    void aPlainPhoneStaysPlain(String encryption) throws Exception {
        try (Baresip bob = Baresip.start(BOB);
                TestGateway gateway = TestGateway.start("rtp.encryption=" + encryption)) {
            gateway.call("callId", "c1", "callee", bob.uri(), "hasVideo", "true");
            gateway.awaitStatus("c1", "ESTABLISHED");
            MainJobTest.oneIsRight(gateway, "c1");
            assertThat(gateway.details("c1").path("media").has("encryption")).isFalse();
        }
    }

    @Test
    void aPlainPhoneIsNotSpokenToWhereEncryptionIsRequired() throws Exception {
        try (Baresip bob = Baresip.start(BOB);
                TestGateway gateway = TestGateway.start("rtp.encryption=required")) {
            gateway.call("callId", "c1", "callee", bob.uri(), "hasVideo", "true");
            assertThat(gateway.awaitStatus("c1", "FAILED").path("reason").asString())
                    .startsWith("The media could not be encrypted: ");
        }
    }

    @Test
    void aPlainCallerIsRefusedWhereEncryptionIsRequired() throws Exception {
        SippCall call = SippCall.to("studio").invite().expectRefusal(488);
        try (TestGateway gateway =
                        TestGateway.start(
                                "rtp.encryption=required", "inbound.rules[0].called=studio");
                SippCaller caller = SippCaller.start(call, gateway.sipPort())) {
            caller.awaitSuccess();
            String why = "the offer is not encrypted and rtp.encryption is required";
            await().until(() -> gateway.get("/api/v1/calls").body(), body -> body.contains(why));
        }
    }

    private static void isEncrypted(JsonNode call, String keyExchange) {
        JsonNode encryption = call.path("media").path("encryption");
        for (String track : new String[] {"audio", "video"}) {
            JsonNode found = encryption.path(track);
            assertThat(found.path("keyExchange").asString())
                    .as(call.toString())
                    .isEqualTo(keyExchange);
            assertThat(found.path("suite").asString()).isNotEmpty();
            assertThat(found.path("packets").path("authentic").asInt()).isGreaterThan(100);
            // baresip opens its NAT by an RTCP APP "PINGPONG" in the clear, and sends RTP so until
            // its side of the handshake is over
            assertThat(found.path("packets").path("unauthentic").asInt()).isLessThan(20);
            assertThat(found.path("packets").path("replayed").asInt()).isZero();
        }
        assertThat(call.toString()).doesNotContain("inline:");
    }

    private static String awaitCall(TestGateway gateway) {
        return await().atMost(Duration.ofSeconds(15))
                .until(
                        () ->
                                JSON.readTree(gateway.get("/api/v1/calls").body())
                                        .path("live")
                                        .path(0)
                                        .path("callId")
                                        .asString(""),
                        id -> !id.isEmpty());
    }
}
