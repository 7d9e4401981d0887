package io.sipcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session against a gateway that a test plays: what is asked, shown and returned. */
@Timeout(60)
class CallSessionTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
    private static final String RINGING = "{'callId':'c1','status':'RING','stream':'lobby'}";
    private static final String ANSWERED =
            "{'callId':'c1','status':'ESTABLISHED','stream':'lobby','answered':'2026-11-26T12:00:00Z'}";

    private static final Duration LONG = Duration.ofSeconds(20); // no matter in the test
    private static final Duration SHORT = Duration.ofSeconds(1);

    private record Running(CallSession session, Future<Integer> code) {}

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private FakeGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = FakeGateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        threads.shutdownNow();
    }

    private Running call(Duration... length) {
        return call(new CallSession.Patience(LONG, LONG), length);
    }

    private Running call(CallSession.Patience patience, Duration... length) {
        var client =
                new GatewayClient(URI.create(gateway.url()), Optional.empty(), Optional.empty());
        var order =
                new CallOrder(
                        "c1",
                        "sip:bob@b",
                        Map.of("callId", "c1", "callee", "sip:bob@b"),
                        List.of(length).stream().findFirst());
        var screen = new Screen(false, false, true, () -> 80);
        var display = Display.forPeople(new PrintWriter(out), new PrintWriter(err), screen, CLOCK);
        var session = new CallSession(client, order, display, patience);
        Future<Integer> code =
                threads.submit(() -> {
                    try (client) {
                        return session.run();
                    }
                });
        return new Running(session, code);
    }

    private void awaitOutput(String text) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> out.toString().contains(text));
    }

    private static int code(Running running) throws Exception {
        return running.code().get(30, TimeUnit.SECONDS);
    }

    private static String ended(String status, String reason) {
        return "{'callId':'c1','status':'%s','stream':'lobby','answered':'x','reason':'%s'}"
                .formatted(status, reason);
    }

    private static final String LAST =
            "{'callId':'c1','status':'FINISH','audio':{'codec':'PCMU','packets':150,'lost':0}}";

    @Test
    void aCallThatTheCalleeEndsIsGood() throws Exception {
        Running running = call();
        assertThat(gateway.awaitOrder().path("callee").asString()).isEqualTo("sip:bob@b");
        gateway.send("r-1", "call", RINGING);
        gateway.send("r-2", "call", ANSWERED);
        gateway.send("r-3", "stream", "{'name':'live/lobby','gone':false}");
        awaitOutput("flv ");
        gateway.send("r-4", "statistics", LAST);
        gateway.send("r-5", "call", ended("FINISH", "The callee hung up."));

        assertThat(code(running)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "12:00:00  calling sip:bob@b by " + gateway.url(),
                        "12:00:00  ringing",
                        "12:00:00  answered",
                        "12:00:00  on air as live/lobby",
                        "          player  " + gateway.url() + "/player?stream=lobby",
                        "          flv     " + gateway.url() + "/live/lobby.flv",
                        "          rtmp    rtmp://127.0.0.1:1935/live/lobby",
                        "The callee hung up.",
                        "It lasted 0 s; sound PCMU, 150 packets, 0 lost.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aBusyCalleeIsAFailureWithItsReason() throws Exception {
        Running running = call();
        String busy = "{'callId':'c1','status':'BUSY','reason':'The callee is busy (SIP 486).'}";
        gateway.send("r-1", "call", busy);

        assertThat(code(running)).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("The callee is busy (SIP 486).");
        assertThat(out.toString().lines()).last().isEqualTo("It was never answered.");
    }

    @Test
    void aCallThatFailsAfterTheAnswerIsAFailure() throws Exception {
        Running running = call();
        gateway.send("r-1", "call", ANSWERED);
        gateway.send("r-2", "call", ended("FAILED", "No media came for 60 s."));

        assertThat(code(running)).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("No media came for 60 s.");
    }

    @Test
    void whatTheGatewayRefusesIsSaidInItsOwnWords() throws Exception {
        gateway.answerOrders(400, "{\"detail\":\"targets[0].url is no RTMP URL.\"}");
        assertThat(code(call())).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("targets[0].url is no RTMP URL.");
    }

    @Test
    void aMissingKeySaysWhereItGoes() throws Exception {
        gateway.answerOrders(401, "{\"detail\":\"The API key is missing or wrong.\"}");
        assertThat(code(call())).isEqualTo(1);
        assertThat(err.toString()).contains("--key-file");
    }

    @Test
    void noGatewaySaysWhatToDo() throws Exception {
        gateway.close();
        assertThat(code(call())).isEqualTo(3);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "No gateway at %s: connection refused. Start one with ./sipcast run, name another one with --gateway, or add --standalone."
                                .formatted(gateway.url()));
    }

    @Test
    void anInterruptHangsUpAndIsGoodAfterTheAnswer() throws Exception {
        gateway.onDelete(ended("FINISH", "Ended by REST."));
        Running running = call();
        gateway.send("r-1", "call", ANSWERED);
        awaitOutput("answered");
        running.session().interrupt();

        assertThat(code(running)).isZero();
        assertThat(gateway.awaitRequest()).isEqualTo("DELETE /api/v1/calls/c1");
        assertThat(out.toString()).contains("Ended by REST.");
    }

    @Test
    void anInterruptBeforeTheAnswerHasTheShellsCode() throws Exception {
        gateway.onDelete("{'callId':'c1','status':'FINISH','reason':'Ended by REST.'}");
        Running running = call();
        gateway.send("r-1", "call", RINGING);
        awaitOutput("ringing");
        running.session().interrupt();

        assertThat(code(running)).isEqualTo(130);
        assertThat(gateway.awaitRequest()).startsWith("DELETE ");
    }

    @Test
    void anInterruptBeforeTheGatewayAnsweredHangsUpAllTheSame() throws Exception {
        gateway.onDelete("{'callId':'c1','status':'FINISH','reason':'Ended by REST.'}");
        Running running = call();
        running.session().interrupt();

        assertThat(code(running)).isEqualTo(130);
        assertThat(gateway.awaitRequest()).isEqualTo("DELETE /api/v1/calls/c1");
    }

    @Test
    void anEndThatNeverComesIsNotWaitedForForever() throws Exception {
        Running running = call(new CallSession.Patience(SHORT, LONG));
        gateway.send("r-1", "call", ANSWERED);
        awaitOutput("answered");
        running.session().interrupt();

        assertThat(code(running)).isEqualTo(1);
        assertThat(err.toString())
                .contains("has not said within 1 s")
                .contains("DELETE " + gateway.url() + "/api/v1/calls/c1 ends it.");
    }

    @Test
    void itHangsUpWhenTheTimeIsOver() throws Exception {
        gateway.onDelete(ended("FINISH", "Ended by REST."));
        Running running = call(Duration.ofMillis(300));
        gateway.send("r-1", "call", ANSWERED);

        assertThat(code(running)).isZero();
        assertThat(gateway.awaitRequest()).isEqualTo("DELETE /api/v1/calls/c1");
    }

    @Test
    void eventsThatStopAreAskedForFromWhereTheyStopped() throws Exception {
        Running running = call();
        gateway.send("r-7", "call", ANSWERED);
        awaitOutput("answered");
        gateway.cut();
        awaitOutput("the gateway is back");
        gateway.send("r-8", "call", ended("FINISH", "The callee hung up."));

        assertThat(code(running)).isZero();
        assertThat(gateway.lastIds()).containsExactly("-", "r-7");
        assertThat(out.toString())
                .contains("the gateway is lost: it has closed the live events; it is waited for");
    }

    @Test
    void aGatewayThatStaysAwayIsGivenUp() throws Exception {
        Running running = call(new CallSession.Patience(LONG, SHORT));
        gateway.send("r-1", "call", ANSWERED);
        awaitOutput("answered");
        gateway.close();

        assertThat(code(running)).isEqualTo(3);
        assertThat(err.toString()).contains("The gateway has been gone for 1 s");
    }

    @Test
    void aGatewayThatWasStartedAnewDoesNotKnowTheCall() throws Exception {
        Running running = call();
        gateway.send("r-1", "call", ANSWERED);
        awaitOutput("answered");
        gateway.cut();
        gateway.send("s-1", "snapshot", "{'calls':[],'ended':[],'pushes':[],'streams':[]}");

        assertThat(code(running)).isEqualTo(1);
        assertThat(err.toString()).contains("it has been started anew");
    }
}
