package io.sipcast.api.v1;

import io.sipcast.call.CallInfo;
import io.sipcast.call.HeardKey;
import io.sipcast.observe.Mask;
import io.sipcast.push.PushInfo;
import io.sipcast.record.RecordingInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call as ours shows it: everything known. What is unset is null. */
public final class CallDetails {
    private CallDetails() {}

    static Map<String, Object> list(List<CallInfo> live, List<CallInfo> ended) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("live", live.stream().map(CallDetails::summary).toList());
        json.put("ended", ended.stream().map(CallDetails::summary).toList());
        return json;
    }

    /** What lists and events show. */
    public static Map<String, @Nullable Object> summary(CallInfo call) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("callId", call.callId());
        json.put("status", call.status().name());
        json.put("sipStatus", call.sipStatus() == 0 ? null : call.sipStatus());
        json.put("incoming", call.incoming());
        json.put("callee", Mask.sipUri(call.callee()));
        json.put("stream", call.streamName());
        json.put("started", time(call.startedAt()));
        json.put("answered", time(call.answeredAt()));
        json.put("ended", time(call.endedAt()));
        json.put("info", call.end() == null ? null : call.end().info());
        json.put("reason", call.end() == null ? null : call.end().sentence());
        json.put("hasAudio", call.hasAudio());
        json.put("hasVideo", call.hasVideo());
        json.put("hold", hold(call.hold()));
        json.put("targets", call.destinations().stream().map(CallDetails::target).toList());
        return json;
    }

    /** All of one call, with the pushes and the recording of its stream. */
    static Map<String, @Nullable Object> all(
            CallInfo call, List<PushInfo> pushes, @Nullable RecordingInfo recording) {
        Map<String, @Nullable Object> json = summary(call);
        json.put("appKey", call.appKey());
        json.put("end", EndDetails.of(call.end()));
        json.put("sip", sip(call));
        json.put("sessionTimer", sessionTimer(call.sessionTimer()));
        json.put("rtmp", rtmp(call));
        json.put("pushes", pushes.stream().map(PushDetails::of).toList());
        json.put("recording", recording == null ? null : RecordingsApi.describe(recording));
        json.put("media", call.media());
        json.put("dtmf", call.dtmf().stream().map(CallDetails::key).toList());
        return json;
    }

    private static @Nullable Map<String, Object> hold(CallInfo.@Nullable Hold hold) {
        return hold == null
                ? null
                : Map.of("by", hold.by(), "since", hold.since().toString(), "music", hold.music());
    }

    private static Map<String, Object> key(HeardKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("digit", String.valueOf(key.digit()));
        json.put("at", key.at().toString());
        json.put("durationMs", key.durationMillis());
        json.put("by", key.by().name());
        return json;
    }

    private static Map<String, @Nullable Object> sip(CallInfo call) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("callId", call.sipCallId());
        json.put("caller", Mask.sipUri(call.caller()));
        json.put("source", call.source());
        json.put("visibleName", call.visibleName());
        json.put("inviteParameters", call.inviteParameters());
        json.put("remoteSdp", call.remoteSdp());
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> sessionTimer(
            CallInfo.@Nullable SessionTimer timer) {
        if (timer == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("interval", timer.interval().toSeconds());
        json.put("refresher", timer.ours() ? "sipcast" : "callee");
        json.put("nextRefresh", time(timer.nextRefresh()));
        json.put("endsUnlessRefreshed", time(timer.endsAt()));
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> rtmp(CallInfo call) {
        String url = call.rtmpUrl();
        if (url == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        String stream = call.rtmpStream();
        CallInfo.Target target = call.target();
        json.put("url", Mask.url(url));
        json.put("stream", stream == null ? null : Mask.streamName(url, stream));
        if (target == null) {
            json.put("status", null);
        } else {
            putState(json, target);
        }
        return json;
    }

    private static Map<String, @Nullable Object> target(CallInfo.Destination destination) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        CallInfo.Target target = destination.target();
        CallInfo.Control control = target.control();
        json.put("id", control == null ? null : control.id());
        json.put("url", destination.url().toString());
        putState(json, target);
        json.put("muted", control != null && control.muted());
        json.put("sound", control == null ? null : control.sound());
        return json;
    }

    private static void putState(Map<String, @Nullable Object> json, CallInfo.Target target) {
        json.put("status", target.status());
        json.put("since", time(target.since()));
        json.put("retries", target.retries());
        json.put("reason", Mask.text(target.reason()));
        json.put("sentBytes", target.sentBytes());
        json.put("acknowledgedBytes", target.acknowledgedBytes());
        json.put("transcoding", target.transcoding());
        json.put(
                "failures",
                target.failures().stream()
                        .map(one -> PushDetails.failure(one.at(), one.label(), one.reason()))
                        .toList());
        PushDetails.putForm(json, target.form());
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
