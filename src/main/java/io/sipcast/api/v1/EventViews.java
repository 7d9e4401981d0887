package io.sipcast.api.v1;

import io.sipcast.call.CallInfo;
import io.sipcast.live.LiveStream;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.overload.Overloaded;
import io.sipcast.push.PushInfo;
import io.sipcast.record.RecordingInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What events show: the same as the methods, each in a map of its own that may be added to. */
public final class EventViews {
    private EventViews() {}

    /** The summary of a call, and what else changes in the course of it. */
    public static Map<String, @Nullable Object> call(CallInfo call) {
        return CallDetails.summary(call);
    }

    public static Map<String, @Nullable Object> push(PushInfo push) {
        return PushDetails.of(push);
    }

    public static Map<String, @Nullable Object> stream(LiveStream stream) {
        return StreamDetails.of(stream);
    }

    public static Map<String, @Nullable Object> registration(RegistrationInfo one, Instant now) {
        return RegistrationsApi.describe(one, now);
    }

    public static Map<String, @Nullable Object> recording(RecordingInfo one) {
        return RecordingsApi.describe(one);
    }

    /** Whether the node is overloaded, with the reason in words; null when it is not. */
    public static Map<String, @Nullable Object> node(@Nullable Overloaded overloaded) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("overload", overloaded == null ? null : overloaded.reason().name());
        json.put("message", overloaded == null ? null : overloaded.sentence());
        return json;
    }
}
