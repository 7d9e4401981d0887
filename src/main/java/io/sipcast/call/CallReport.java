package io.sipcast.call;

import io.sipcast.ice.IceReport;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.Toward;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of what is told of a call. */
final class CallReport {
    private CallReport() {}

    static Map<String, Object> media(@Nullable CallMedia media) {
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

    static CallInfo.@Nullable Hold hold(CallPlan plan, CallHold hold, @Nullable CallMedia media) {
        Instant since = hold.since();
        return since == null || media == null
                ? null
                : new CallInfo.Hold(
                        plan.incoming() ? "caller" : "callee", since, media.sendsSound());
    }

    /** Where each target of the plan stands. */
    static List<CallInfo.Destination> destinations(
            CallPlan plan, CallStream stream, boolean ended, Instant startedAt) {
        List<CallInfo.Destination> all = new ArrayList<>();
        boolean begun = stream.begun();
        List<CallInfo.Target> states = stream.targets();
        for (int i = 0; i < states.size(); i++) {
            CallInfo.Target state = states.get(i);
            boolean stopped = !ended && state.status().equals("STOPPED");
            CallInfo.Target shown =
                    begun || stopped ? state : notBegun(ended, startedAt).with(state.control());
            all.add(new CallInfo.Destination(plan.targets().get(i), shown));
        }
        return all;
    }

    private static CallInfo.Target notBegun(boolean ended, Instant startedAt) {
        return ended
                ? new CallInfo.Target("STOPPED", startedAt, 0, "the call ended before the answer")
                : new CallInfo.Target("PENDING", startedAt, 0, "the call is not answered yet");
    }
}
