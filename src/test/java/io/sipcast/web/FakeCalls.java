package io.sipcast.web;

import io.sipcast.call.CallEnd;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallMeasures;
import io.sipcast.call.CallRefused;
import io.sipcast.call.CallRequest;
import io.sipcast.call.CallStatus;
import io.sipcast.call.CallTrace;
import io.sipcast.call.Calls;
import io.sipcast.call.Dtmf;
import io.sipcast.call.HeardKey;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.live.StreamName;
import io.sipcast.media.Path;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.message.Remarks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Calls that dial nobody: what was asked for is kept, what is shown is set by the test. */
final class FakeCalls implements Calls {
    private static final Path.Snapshot PATH =
            new Path.Snapshot("rtp/audio", List.of(new Path.Counters("jitter", 50, 49, 1)));

    final List<CallRequest> requests = new CopyOnWriteArrayList<>();
    final List<CallInfo> live = new CopyOnWriteArrayList<>();
    final List<CallInfo> ended = new CopyOnWriteArrayList<>();
    final Map<String, CallMeasures> measures = new ConcurrentHashMap<>();
    final List<String> terminated = new CopyOnWriteArrayList<>();
    final List<String> pressed = new CopyOnWriteArrayList<>();
    volatile @Nullable CallRefused refusal;
    final List<String> injected = new CopyOnWriteArrayList<>();
    volatile @Nullable InjectionRefused injectionRefusal;
    volatile boolean broken;

    @Override
    public <X extends Exception> String start(CallRequest request, Preparation<X> preparation)
            throws CallRefused, X {
        if (broken) {
            throw new IllegalStateException("planted");
        }
        CallRefused refused = refusal;
        if (refused != null) {
            throw refused;
        }
        String callId = request.callId() == null ? "made-here" : request.callId();
        preparation.prepare(
                StreamName.ofCall(request.toStream() == null ? callId : request.toStream()));
        requests.add(request);
        live.add(info(callId, CallStatus.NEW));
        return callId;
    }

    @Override
    public List<CallInfo> live() {
        return List.copyOf(live);
    }

    @Override
    public List<CallInfo> ended() {
        return List.copyOf(ended);
    }

    @Override
    public Optional<CallInfo> find(String callId) {
        List<CallInfo> all = new ArrayList<>(live);
        all.addAll(ended);
        return all.stream().filter(call -> call.callId().equals(callId)).findFirst();
    }

    @Override
    public Optional<CallMeasures> measures(String callId) {
        CallMeasures set = measures.get(callId);
        return set == null ? find(callId).map(FakeCalls::unmeasured) : Optional.of(set);
    }

    private static CallMeasures unmeasured(CallInfo call) {
        return new CallMeasures(
                call.callId(),
                call.status(),
                call.streamName(),
                call.hasAudio(),
                call.hasVideo(),
                call.hold() != null,
                null,
                call.destinations(),
                null);
    }

    @Override
    public boolean terminate(String callId) {
        terminated.add(callId);
        return live.removeIf(call -> call.callId().equals(callId));
    }

    @Override
    public boolean sendDtmf(String callId, Dtmf dtmf) throws CallRefused {
        CallRefused refused = refusal;
        if (refused != null) {
            throw refused;
        }
        pressed.add(callId + " " + dtmf.keys() + " " + dtmf.type());
        return live.stream().anyMatch(call -> call.callId().equals(callId));
    }

    @Override
    public void injectSound(String callId, String fileName) throws InjectionRefused {
        inject(callId + " hears " + fileName);
    }

    @Override
    public void injectStream(String callId, String streamName) throws InjectionRefused {
        inject(callId + " sees " + streamName);
    }

    @Override
    public void endInjection(String callId) throws InjectionRefused {
        inject(callId + " ends");
    }

    private void inject(String what) throws InjectionRefused {
        InjectionRefused refused = injectionRefusal;
        if (refused != null) {
            throw refused;
        }
        injected.add(what);
    }

    static CallInfo info(String callId, CallStatus status) {
        return info(callId, status, null, null);
    }

    /** One that came in, with two targets. */
    static CallInfo incoming(String callId) {
        Instant start = Instant.parse("2026-01-02T03:04:05Z");
        var publishing = new CallInfo.Target("PUBLISHING", start, 0, "");
        var failing = new CallInfo.Target("PENDING", start, 3, "refused");
        return new CallInfo(
                callId,
                CallStatus.ESTABLISHED,
                200,
                null,
                "rtmp://192.168.1.1/live",
                "main",
                "studio",
                "sip:bob@example.net",
                "sip:studio@example.com",
                true,
                true,
                "Bob",
                Map.of(),
                "sip-call-id",
                "v=0",
                null,
                start,
                start,
                null,
                null,
                Map.of("audio", PATH),
                publishing,
                List.of(
                        new CallInfo.Destination(
                                RtmpUrl.parse("rtmp://192.168.1.1/live/main"), publishing),
                        new CallInfo.Destination(
                                RtmpUrl.parse("rtmps://u:pw@a.example.org/live2/the-key?t=token"),
                                failing)),
                "udp:192.0.2.7:5060",
                null,
                List.of(),
                new CallTrace(start, 0));
    }

    /** One that was busy, so many seconds before the others were. */
    static CallInfo endedEarlier(String callId, int seconds) {
        Instant start = Instant.parse("2026-01-02T03:04:05Z").minusSeconds(seconds);
        return info(callId, CallStatus.BUSY, null, null, start);
    }

    static CallInfo info(
            String callId,
            CallStatus status,
            @Nullable String rtmpUrl,
            @Nullable String rtmpStream) {
        Instant start = Instant.parse("2026-01-02T03:04:05Z");
        return info(callId, status, rtmpUrl, rtmpStream, start);
    }

    private static CallInfo info(
            String callId,
            CallStatus status,
            @Nullable String rtmpUrl,
            @Nullable String rtmpStream,
            Instant start) {
        CallEnd end =
                switch (status) {
                    case BUSY -> new CallEnd.Busy(486);
                    case FINISH -> new CallEnd.HungUp("");
                    case FAILED ->
                            new CallEnd.Rejected(
                                    404, "Not Found", Remarks.ofReason("Q.850;cause=1"));
                    case NEW,
                            PENDING,
                            TRYING,
                            RING,
                            SESSION_PROGRESS,
                            RING_MEDIA,
                            ESTABLISHED,
                            HOLD ->
                            null;
                };
        return new CallInfo(
                callId,
                status,
                status == CallStatus.NEW ? 0 : 200,
                null,
                rtmpUrl,
                rtmpStream,
                "live-" + callId,
                "sip:alice@example.com",
                "sip:" + callId + "-callee@example.com",
                true,
                false,
                null,
                Map.of(),
                null,
                null,
                null,
                start,
                null,
                end == null ? null : start.plusSeconds(60),
                end,
                Map.of("audio", PATH),
                rtmpUrl == null ? null : new CallInfo.Target("PENDING", start, 2, "refused"),
                List.of(),
                null,
                status == CallStatus.HOLD ? new CallInfo.Hold("callee", start, true) : null,
                List.of(new HeardKey('#', start, 160, HeardKey.By.RFC4733)),
                new CallTrace(start, 0));
    }
}
