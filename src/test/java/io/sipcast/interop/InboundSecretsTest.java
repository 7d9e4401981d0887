package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.SippCall;
import io.sipcast.peer.SippCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What a rule for calls that come in holds of secrets stays inside; a refusal is logged. */
@Tag("interop")
class InboundSecretsTest {
    private static final List<String> SECRETS =
            List.of("planted-password", "planted-rtmp-password", "planted-key", "planted-token");

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
    void noneComesOut() throws Exception {
        String target =
                "rtmp://user:planted-rtmp-password@127.0.0.1:"
                        + FreePorts.next()
                        + "/live?key=planted-key/s1?token=planted-token";
        try (TestGateway gateway =
                TestGateway.start(
                        "inbound.rules[0].called=studio",
                        "inbound.rules[0].user=trunk",
                        "inbound.rules[0].password=planted-password",
                        "inbound.rules[0].targets=" + target)) {
            int port = gateway.sipPort();
            try (SippCaller caller = SippCaller.start(asked("wrong").expectRefusal(403), port)) {
                caller.awaitSuccess();
            }
            SippCall right = asked("planted-password").expectAnswer("m=audio").expectBye();
            try (SippCaller caller = SippCaller.start(right, port)) {
                await().atMost(Duration.ofSeconds(10)).until(() -> hasRetried(gateway));
                gateway.terminate(id(gateway));
                caller.awaitSuccess();
            }
            answers.add(gateway.get("/api/v1/calls").body());
        }
        List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(lines)
                .anyMatch(line ->
                        line.matches(
                                "Calls turned away: sip:sipp@.* calls"
                                        + " sip:studio@.* from udp:127.0.0.1:.*: 403,"
                                        + " the user or the password is wrong"));
        assertThat(answers).anyMatch(answer -> answer.contains("sip:studio@"));
        for (String secret : SECRETS) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
            assertThat(answers).noneMatch(answer -> answer.contains(secret));
        }
    }

    private static SippCall asked(String password) {
        return SippCall.to("studio")
                .invite()
                .expectRefusal(401)
                .inviteWithCredentials("trunk", password);
    }

    /** The target is not there, which has been said. */
    private boolean hasRetried(TestGateway gateway) {
        String all = gateway.post("/rest-api/call/find_all").body();
        answers.add(all);
        if (!all.startsWith("[")) {
            return false;
        }
        answers.add(gateway.get("/api/v1/calls/" + id(gateway)).body());
        return gateway.details(id(gateway)).at("/targets/0/reason").asString("").length() > 1;
    }

    private static String id(TestGateway gateway) {
        return new JsonMapper()
                .readTree(gateway.get("/api/v1/calls").body())
                .at("/live/0/callId")
                .asString();
    }
}
