package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.State;
import io.sipcast.ice.IceReport;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.Toward;
import io.sipcast.observe.Mask;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.SessionSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a call: how its parts stand, and what its own thread leaves here for that. Any
 * thread may ask, but no loop: the call's loop is waited for, no longer than that takes a turn.
 */
final class CallReport {
    private final CallPlan plan;
    private final CallSip sip;
    private final CallTalks talks;
    private final CallStream stream;
    private final CallDtmf dtmf;
    private final CallTrace trace;

    private volatile State shown = CallMachine.start();
    private volatile @Nullable Instant answeredAt;
    private volatile CallInfo.@Nullable SessionTimer sessionTimer;
    private volatile @Nullable CallInfo last;

    CallReport(
            CallPlan plan,
            CallSip sip,
            CallTalks talks,
            CallStream stream,
            CallDtmf dtmf,
            CallTrace trace) {
        this.plan = plan;
        this.sip = sip;
        this.talks = talks;
        this.stream = stream;
        this.dtmf = dtmf;
        this.trace = trace;
    }

    // By the call's own thread.

    /** The call is there now. An end is shown with all that is known of it, see {@link #end}. */
    void show(State now) {
        if (!now.status().ended()) {
            shown = now;
        }
    }

    void answered(Instant now) {
        answeredAt = now;
    }

    void sessionTimed(@Nullable SessionSchedule schedule) {
        sessionTimer = CallInfo.SessionTimer.of(schedule, Instant.now());
    }

    /** All is let go of: what there is at this moment, for {@link #end}. */
    CallInfo last(State state) {
        return info(state, Instant.now());
    }

    // By any thread.

    /** This is what is told from now on. */
    void end(CallInfo recorded) {
        last = recorded;
    }

    /** Whether the end has been recorded. */
    boolean ended() {
        return last != null;
    }

    /** Null before the answer. */
    @Nullable Instant answeredAt() {
        return answeredAt;
    }

    /** The call as it is now; as it was at its end once that is recorded: until then it is live. */
    CallInfo info() {
        CallInfo recorded = last;
        return recorded == null ? info(shown, null) : recorded;
    }

    /** What is measured of the call now. */
    CallMeasures measures() {
        CallInfo recorded = last;
        return recorded == null ? measures(shown) : CallMeasures.last(recorded, stream.history());
    }

    private CallMeasures measures(State now) {
        CallMedia media = stream.media();
        return new CallMeasures(
                plan.callId(),
                now.status(),
                stream.name(),
                plan.request().hasAudio(),
                plan.request().hasVideo(),
                talks.isHeld(),
                media == null ? null : media.stats(),
                destinations(now),
                stream.history(),
                trace.added(),
                dtmf.heard().size());
    }

    private CallInfo info(State now, @Nullable Instant endedAt) {
        CallMedia media = stream.media();
        List<CallInfo.Destination> destinations = destinations(now);
        CallRequest request = plan.request();
        Arrival arrival = plan.arrival();
        return new CallInfo(
                plan.callId(),
                now.status(),
                now.sipStatus(),
                request.appKey(),
                request.rtmpUrl(),
                request.rtmpStream(),
                stream.name(),
                sip.caller(),
                (arrival == null ? plan.callee() : arrival.called()).print(),
                request.hasAudio(),
                request.hasVideo(),
                request.visibleName(),
                request.inviteParameters(),
                trace.callId(),
                remoteSdp(),
                sessionTimer,
                trace.startedAt(),
                answeredAt,
                endedAt,
                now.end(),
                tracks(media),
                destinations.isEmpty() ? null : destinations.getFirst().target(),
                destinations,
                arrival == null ? null : arrival.source().toString(),
                hold(media),
                dtmf.heard(),
                trace);
    }

    private @Nullable String remoteSdp() {
        Bytes received = talks.received();
        return received == null ? null : Mask.sdp(new String(received.toArray(), UTF_8));
    }

    private CallInfo.@Nullable Hold hold(@Nullable CallMedia media) {
        Instant since = talks.hold().since();
        return since == null || media == null
                ? null
                : new CallInfo.Hold(
                        plan.incoming() ? "caller" : "callee", since, media.sendsSound());
    }

    /** Where each target of the plan stands. */
    private List<CallInfo.Destination> destinations(State now) {
        boolean ended = now.status().ended();
        boolean begun = stream.begun();
        List<CallInfo.Destination> all = new ArrayList<>();
        List<CallInfo.Target> targets = stream.targets();
        for (int i = 0; i < targets.size(); i++) {
            CallInfo.Target target = targets.get(i);
            boolean stopped = !ended && target.status().equals("STOPPED");
            CallInfo.Target told =
                    begun || stopped ? target : notBegun(ended).with(target.control());
            all.add(new CallInfo.Destination(plan.targets().get(i), told));
        }
        return all;
    }

    private CallInfo.Target notBegun(boolean ended) {
        Instant since = trace.startedAt();
        return ended
                ? new CallInfo.Target("STOPPED", since, 0, "the call ended before the answer")
                : new CallInfo.Target("PENDING", since, 0, "the call is not answered yet");
    }

    private static Map<String, Object> tracks(@Nullable CallMedia media) {
        CallMedia.Report report = media == null ? null : media.report();
        MediaStats stats = report == null ? null : report.stats();
        Map<String, Object> tracks = new LinkedHashMap<>();
        if (stats != null && stats.audio() != null) {
            tracks.put("audio", stats.audio());
        }
        if (stats != null && stats.video() != null) {
            tracks.put("video", stats.video());
        }
        Toward toward = report == null ? null : report.toward();
        if (toward != null) {
            tracks.put("callee", toward);
        }
        if (media != null) {
            putIfAny(tracks, "encryption", media.securityStats());
            putIfAny(tracks, "ice", byName(media.iceReport()));
        }
        return tracks;
    }

    private static void putIfAny(Map<String, Object> into, String name, Map<String, ?> what) {
        if (!what.isEmpty()) {
            into.put(name, what);
        }
    }

    private static Map<String, IceReport> byName(Map<MediaTrack, IceReport> reports) {
        Map<String, IceReport> named = new LinkedHashMap<>();
        reports.forEach((track, ice) -> named.put(track.name().toLowerCase(Locale.ROOT), ice));
        return named;
    }
}
