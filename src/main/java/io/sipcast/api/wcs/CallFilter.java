package io.sipcast.api.wcs;

import io.sipcast.api.Fields;
import io.sipcast.api.Problem;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallStatus;
import io.sipcast.call.Calls;
import io.sipcast.observe.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /call/find} asks for: all of it must fit. A call that has ended is found by nothing
 * but a status that says so, because clients take the 404 for a call's end.
 */
record CallFilter(
        @Nullable String callId,
        @Nullable String callee,
        @Nullable String rtmpUrl,
        @Nullable CallStatus status) {

    static CallFilter read(Fields body) {
        return new CallFilter(
                body.text("callId"),
                body.text("callee"),
                body.text("rtmpUrl"),
                status(body.text("status")));
    }

    private static @Nullable CallStatus status(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return CallStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw Problem.field("status", "must be one of " + List.of(CallStatus.values()) + ".");
        }
    }

    List<CallInfo> in(Calls calls) {
        List<CallInfo> candidates = new ArrayList<>(calls.live());
        if (status != null && status.ended()) {
            candidates.addAll(calls.ended());
        } else {
            candidates.removeIf(call -> call.ended());
        }
        return candidates.stream().filter(this::fits).toList();
    }

    private boolean fits(CallInfo call) {
        return (callId == null || callId.equals(call.callId()))
                && (callee == null || isCallee(callee, call))
                && (rtmpUrl == null || sameUrl(rtmpUrl, call.rtmpUrl()))
                && (status == null || status == call.status());
    }

    /** A callee may be asked for as it was given at the start, or by its whole URI. */
    private static boolean isCallee(String callee, CallInfo call) {
        return callee.equals(call.callee()) || callee.equals(userOf(call.callee()));
    }

    private static String userOf(String uri) {
        int at = uri.indexOf('@');
        return at < 0 ? "" : uri.substring(uri.indexOf(':') + 1, at);
    }

    /** A URL may be asked for as it was given at the start, or as we show it. */
    private static boolean sameUrl(String asked, @Nullable String url) {
        if (url == null) {
            return false;
        }
        String bare = withoutSlash(asked);
        return bare.equals(withoutSlash(url)) || bare.equals(withoutSlash(Mask.url(url)));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
