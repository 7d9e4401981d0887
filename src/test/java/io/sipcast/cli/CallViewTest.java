package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.call.CallStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Events in, notes and figures out, in virtual time. */
class CallViewTest {
    private static final long SECOND = 1_000_000_000L;

    private final CallView call = new CallView("c1", 0);
    private long now;

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(UTF_8));
    }

    private List<String> take(String event, String data) {
        return call.take(event, json(data), now).stream()
                .map(note -> note.tone() + " " + note.text())
                .toList();
    }

    private List<String> status(String status) {
        return take(
                "call",
                "{'callId':'c1','status':'%s','stream':'lobby','answered':%s}"
                        .formatted(
                                status,
                                status.equals("ESTABLISHED") ? "'2026-11-26T12:00:00Z'" : "null"));
    }

    private String line() {
        return Figures.line(call, false, now).text();
    }

    @Test
    void tellsTheStoryOfACall() {
        assertThat(status("TRYING")).isEmpty();
        now = 3 * SECOND;
        assertThat(line()).isEqualTo("● calling 0:00:03");
        assertThat(status("RING")).containsExactly("PLAIN ringing");
        assertThat(status("RING")).isEmpty();
        assertThat(take("stream", "{'name':'live/lobby','gone':false}")).isEmpty();
        assertThat(line()).isEqualTo("● ringing 0:00:03");
        assertThat(status("ESTABLISHED"))
                .containsExactly("GOOD answered", "GOOD on air as live/lobby");
        now += 83 * SECOND;
        assertThat(line()).isEqualTo("● on air 0:01:23");
        assertThat(status("HOLD")).containsExactly("WARNING on hold");
        assertThat(line()).isEqualTo("● on hold 0:01:23");
        assertThat(status("ESTABLISHED")).containsExactly("GOOD taken back from hold");
        take("call", "{'callId':'c1','status':'FINISH','reason':'The callee hung up.'}");
        assertThat(call.reason()).isEqualTo("The callee hung up.");
        assertThat(call.status()).isEqualTo(CallStatus.FINISH);
    }

    @Test
    void showsTheFiguresOfEachSecond() {
        status("ESTABLISHED");
        take("stream", "{'name':'live/lobby'}");
        take("push", push("p1", "PUBLISHING", 0, ""));
        take("push", push("p2", "PUBLISHING", 0, ""));
        take("statistics", statistics(100, 0));
        now = 83 * SECOND;
        take("statistics", statistics(180, 20));

        assertThat(line())
                .isEqualTo(
                        "● on air 0:01:23  PCMU  64k -19 dB  H264 640x360 25/s 512k  loss 20.0 %"
                                + "  → 2/2 targets  skew 3 ms");
        take("statistics", "{'callId':'c1','status':'FINISH','audio':null,'outputs':[]}");
        assertThat(call.hasLastStatistics()).isTrue();
        assertThat(Figures.totals(call, now))
                .isEqualTo(
                        "It lasted 1 min 23 s; sound PCMU, 180 packets, 20 lost; pictures H264, 0 packets,"
                                + " 0 lost; 5.1 MB sent to 2 targets.");
    }

    private static String statistics(int packets, int lost) {
        return """
        {'callId':'c1','status':'ESTABLISHED','skewMs':3.1,
         'audio':{'codec':'PCMU','bitRate':64000,'packets':%d,'lost':%d,'levelDbfs':-19.3},
         'video':{'codec':'H264','bitRate':512000,'width':640,'height':360,'frameRate':25.0,
                  'packets':0,'lost':0},
         'outputs':[{'sentBytes':2600000},{'sentBytes':2500000}],
         'findings':[]}\
        """
                .formatted(packets, lost);
    }

    @Test
    void whatIsNotKnownIsNotShown() {
        status("ESTABLISHED");
        take(
                "statistics",
                """
                {'callId':'c1','skewMs':null,'video':null,
                 'audio':{'codec':'opus','bitRate':null,'levelDbfs':null,'packets':0,'lost':0}}\
                """);
        assertThat(line()).isEqualTo("● answered 0:00:00  opus  loss 0.0 %");
    }

    @Test
    void packetsThatCameTooLateAfterAllAreNoGain() {
        take("statistics", statistics(100, 30));
        take("statistics", statistics(200, 10));
        assertThat(call.lossPercent()).isZero();
    }

    private static String push(String id, String status, int retries, String reason) {
        return """
        {'id':'%s','stream':'live/lobby','url':'rtmp://h/app/***','status':'%s','retries':%d,
         'reason':'%s','gone':false}\
        """
                .formatted(id, status, retries, reason);
    }

    @Test
    void targetsFailAndReturn() {
        status("ESTABLISHED");
        assertThat(take("push", push("p1", "PENDING", 0, "The stream has not begun."))).isEmpty();
        assertThat(take("push", push("p1", "PUBLISHING", 0, "")))
                .containsExactly("GOOD target rtmp://h/app/*** is on air");
        assertThat(take("push", push("p1", "PENDING", 1, "connection refused")))
                .containsExactly(
                        "WARNING target rtmp://h/app/*** is tried again: connection refused");
        assertThat(take("push", push("p1", "PENDING", 2, "connection refused"))).isEmpty();
        assertThat(line()).endsWith("→ 0/1 target");
        assertThat(take("push", push("p1", "PUBLISHING", 2, "")))
                .containsExactly("GOOD target rtmp://h/app/*** is on air");
        assertThat(take("push", push("p1", "FAILED", 2, "wrong key")))
                .containsExactly("BAD target rtmp://h/app/*** is given up: wrong key");
        take("push", "{'id':'p1','stream':'live/lobby','gone':true}");
        assertThat(line()).doesNotContain("target");
    }

    @Test
    void othersAreNoneOfItsBusiness() {
        status("ESTABLISHED");
        assertThat(take("call", "{'callId':'c2','status':'FINISH','reason':'x'}")).isEmpty();
        assertThat(take("push", push("p9", "PUBLISHING", 0, "").replace("lobby", "hall")))
                .isEmpty();
        assertThat(take("stream", "{'name':'live/hall'}")).isEmpty();
        assertThat(take("statistics", statistics(1, 1).replace("c1", "c2"))).isEmpty();
        assertThat(take("unheard-of", "[]")).isEmpty();
        assertThat(call.reason()).isNull();
        assertThat(line()).isEqualTo("● answered 0:00:00");
    }

    @Test
    void aFindingIsSaidOnceThoughItsNumbersChange() {
        String finding =
                "{'callId':'c1','findings':[{'where':'video','stage':'jitter','level':'warning',"
                        + "'text':'%s %% of the packets are lost. Look at the network.'}]}";
        assertThat(take("statistics", finding.formatted("3.2")))
                .containsExactly(
                        "WARNING video: 3.2 % of the packets are lost. Look at the network.");
        now += SECOND;
        assertThat(take("statistics", finding.formatted("4.8"))).isEmpty();
        now += 30 * SECOND;
        assertThat(take("statistics", "{'callId':'c1','findings':[]}")).isEmpty();
        now += 61 * SECOND;
        assertThat(take("statistics", finding.formatted("1.0"))).hasSize(1);
    }

    @Test
    void aSnapshotTellsAllAtOnce() {
        assertThat(
                        take(
                                "snapshot",
                                """
                                {'calls':[{'callId':'other','status':'RING'},
                                  {'callId':'c1','status':'ESTABLISHED','stream':'lobby',
                                   'answered':'2026-11-26T12:00:00Z','targets':[]}],
                                 'ended':[],'registrations':[],'recordings':[],
                                 'streams':[{'name':'live/lobby'},{'name':'live/x'}],
                                 'pushes':[%s]}\
                                """
                                        .formatted(push("p1", "PUBLISHING", 0, ""))))
                .containsExactly(
                        "GOOD answered",
                        "GOOD target rtmp://h/app/*** is on air",
                        "GOOD on air as live/lobby");
        assertThat(line()).isEqualTo("● on air 0:00:00  → 1/1 target");
    }

    @Test
    void aSnapshotWithoutTheCallEndsIt() {
        take("snapshot", "{'calls':[],'ended':[]}");
        assertThat(call.reason())
                .isEqualTo(
                        "The gateway does not know the call any more: it has been started anew.");
        assertThat(call.status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void aSnapshotKnowsTheEndThatWasMissed() {
        take(
                "snapshot",
                "{'calls':[],'ended':[{'callId':'c1','status':'BUSY','reason':'It is busy.'}]}");
        assertThat(call.status()).isEqualTo(CallStatus.BUSY);
        assertThat(call.reason()).isEqualTo("It is busy.");
    }

    @Test
    void recordingsAreTold() {
        status("ESTABLISHED");
        String one =
                "{'stream':'live/lobby','status':'%s','reason':'%s','open':'a.mp4','files':['a.mp4']}";
        assertThat(take("recording", one.formatted("WAITING", ""))).isEmpty();
        assertThat(take("recording", one.formatted("RECORDING", "")))
                .containsExactly("PLAIN recording to a.mp4");
        assertThat(line()).contains("  rec");
        assertThat(take("recording", one.formatted("PAUSED", "The disk is full.")))
                .containsExactly("BAD the recording is paused: The disk is full.");
        assertThat(take("recording", one.formatted("ENDED", "")))
                .containsExactly("PLAIN recorded: a.mp4");
    }
}
