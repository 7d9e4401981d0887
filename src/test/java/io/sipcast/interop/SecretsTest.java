package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Secrets are planted, and everything that comes out is searched for them. */
@Tag("interop")
class SecretsTest {
    private static final String SIP = "planted-sip-password";
    private static final String RTMP = "planted-rtmp-password";
    private static final String KEY = "planted-query-key";
    private static final String TOKEN = "planted-stream-token";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.sipcast");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> answers = new ArrayList<>();

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

    @Test
    void noneLeavesACallThatWorks() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                Sipp callee = Sipp.start(challenging(SIP).ok().expect("ACK").expectBye());
                TestGateway gateway = TestGateway.start()) {
            start(gateway, callee, SIP, nginx.url("rec"));
            gateway.awaitStatus("c1", "ESTABLISHED");
            gateway.awaitTarget("c1", "PUBLISHING");
            askAll(gateway);
            answers.add(gateway.post("/rest-api/call/terminate", "callId", "c1").body());
            gateway.awaitStatus("c1", "FINISH");
            askAll(gateway);
        }
        noneCameOut();
    }

    @Test
    void noneLeavesAPublishThatFails() throws Exception {
        try (Sipp callee = Sipp.start(challenging(SIP).ok().expect("ACK").expectBye());
                TestGateway gateway = TestGateway.start()) {
            start(gateway, callee, SIP, "rtmp://127.0.0.1:" + FreePorts.next() + "/live");
            gateway.awaitDetails(
                    "c1", call -> !call.path("rtmp").path("reason").asString("").isEmpty());
            gateway.awaitStatus("c1", "ESTABLISHED");
            askAll(gateway);
        }
        noneCameOut();
    }

    /** Whole URLs, whose last part is the key: of a push that works, of one that does not. */
    @Test
    void noneLeavesAPushThatWasOrdered() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                Sipp callee = Sipp.start(challenging(SIP).ok().expect("ACK").expectBye());
                TestGateway gateway = TestGateway.start()) {
            start(gateway, callee, SIP, nginx.url("live"));
            order(gateway, nginx.url("live"), 200);
            order(gateway, nginx.url("live"), 409);
            order(gateway, "rtmp://127.0.0.1:" + FreePorts.next() + "/live", 200);
            order(gateway, "rtmp://127.0.0.1:99999/live", 400);
            gateway.awaitDetails(
                    "c1",
                    call ->
                            call.at("/pushes/0/status").asString("").equals("PUBLISHING")
                                    && !call.at("/pushes/1/reason").asString("").isEmpty());
            gateway.awaitStatus("c1", "ESTABLISHED");
            askAll(gateway);
        }
        noneCameOut();
    }

    private void order(TestGateway gateway, String application, int status) {
        String url =
                application.replace("//", "//user:" + RTMP + "@") + "/" + KEY + "?token=" + TOKEN;
        var answer =
                gateway.post(
                        "/rest-api/push/startup",
                        "streamName",
                        "c1",
                        "rtmpUrl",
                        url,
                        "rtmpTransponderFullUrl",
                        "true");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        answers.add(answer.body());
    }

    @Test
    void noneLeavesACallThatIsRefused() throws Exception {
        try (Sipp callee = Sipp.start(challenging("another"));
                TestGateway gateway = TestGateway.start()) {
            start(gateway, callee, SIP, "rtmp://127.0.0.1/live");
            gateway.awaitStatus("c1", "FAILED");
            askAll(gateway);
            startWithBadUrl(gateway, "http://user:" + RTMP + "@127.0.0.1/live?key=" + KEY);
            startWithBadUrl(gateway, "rtmp://user:" + RTMP + "@127.0.0.1:99999/live?key=" + KEY);
            startWithBadUrl(gateway, "rtmp://user:" + RTMP + "@/live?key=" + KEY);
        }
        noneCameOut();
    }

    private static SippScenario challenging(String password) {
        return SippScenario.invited()
                .challenge("401 Unauthorized", "WWW-Authenticate")
                .verified("Authorization", password);
    }

    private void start(TestGateway gateway, Sipp callee, String password, String rtmpUrl) {
        String url = rtmpUrl.replace("//", "//user:" + RTMP + "@") + "?key=" + KEY;
        var answer =
                gateway.post(
                        "/rest-api/call/startup",
                        "callId",
                        "c1",
                        "callee",
                        "sipp",
                        "sipLogin",
                        "alice",
                        "sipPassword",
                        password,
                        "sipDomain",
                        "127.0.0.1:" + callee.port(),
                        "rtmpUrl",
                        url,
                        "rtmpStream",
                        "s1?token=" + TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        answers.add(answer.body());
    }

    private void startWithBadUrl(TestGateway gateway, String url) {
        var answer =
                gateway.post(
                        "/rest-api/call/startup",
                        "callee",
                        "sip:bob@127.0.0.1",
                        "sipPassword",
                        SIP,
                        "rtmpUrl",
                        url,
                        "rtmpStream",
                        "s1?token=" + TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        answers.add(answer.body());
    }

    private void askAll(TestGateway gateway) {
        answers.add(gateway.post("/rest-api/call/find", "callId", "c1").body());
        answers.add(gateway.post("/rest-api/call/find_all").body());
        answers.add(gateway.get("/rest-api/push/find_all").body());
        answers.add(gateway.get("/api/v1/pushes").body());
        answers.add(gateway.get("/api/v1/calls").body());
        answers.add(gateway.get("/api/v1/calls/c1").body());
        answers.add(gateway.get("/api/v1/registrations").body());
        answers.add(gateway.get("/api/v1/calls/c1/sip").body());
        answers.add(gateway.get("/api/v1/calls/c1/sip.txt").body());
        answers.add(gateway.get("/health").body());
    }

    private void noneCameOut() {
        List<String> lines = log.list.stream().map(SecretsTest::line).toList();
        assertThat(lines).isNotEmpty();
        assertThat(answers).anyMatch(answer -> answer.contains("c1"));
        for (String secret : List.of(SIP, RTMP, KEY, TOKEN)) {
            assertThat(answers).noneMatch(answer -> answer.contains(secret));
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    private static String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy why = event.getThrowableProxy(); why != null; why = why.getCause()) {
            line.append(' ').append(why.getMessage());
        }
        return line.toString();
    }
}
