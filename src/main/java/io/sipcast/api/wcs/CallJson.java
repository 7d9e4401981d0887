package io.sipcast.api.wcs;

import io.sipcast.call.CallInfo;
import io.sipcast.observe.Mask;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call as the reference shows it: every field is there, null when it is unset. */
final class CallJson {
    private CallJson() {}

    static Map<String, @Nullable Object> of(CallInfo call, String nodeId) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("custom", Map.of());
        json.put("nodeId", nodeId);
        json.put("appKey", call.appKey());
        json.put("sessionId", call.sipCallId());
        json.put("callId", call.callId());
        json.put("parentCallId", null);
        json.put("incoming", call.incoming());
        json.put("status", call.status().name());
        json.put("sipStatus", call.sipStatus() == 0 ? null : call.sipStatus());
        json.put("rtmpUrl", call.rtmpUrl() == null ? null : Mask.url(call.rtmpUrl()));
        json.put("rtmpStream", rtmpStream(call));
        json.put("streamName", call.streamName());
        json.put("rtmpStreamStatus", call.target() == null ? null : call.target().status());
        json.put("caller", Mask.sipUri(call.caller()));
        json.put("callee", Mask.sipUri(call.callee()));
        json.put("hasAudio", call.hasAudio());
        json.put("hasVideo", call.hasVideo());
        json.put("sdp", call.remoteSdp());
        json.put("visibleName", call.visibleName());
        json.put(
                "inviteParameters",
                call.inviteParameters().isEmpty() ? null : call.inviteParameters());
        json.put("mediaProvider", null);
        json.put("sipMessageRaw", call.trace().lastReceived());
        json.put("isMsrp", false);
        json.put("target", null);
        json.put("holdForTransfer", false);
        if (call.end() != null) {
            json.put("info", call.end().info());
        }
        return json;
    }

    private static @Nullable String rtmpStream(CallInfo call) {
        return call.rtmpUrl() == null || call.rtmpStream() == null
                ? call.rtmpStream()
                : Mask.streamName(call.rtmpUrl(), call.rtmpStream());
    }
}
