package io.sipcast.api.v1;

import io.sipcast.live.StreamForm;
import io.sipcast.observe.Mask;
import io.sipcast.push.PushInfo;
import io.sipcast.push.PushOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A push as ours shows it: everything known. What is unset is null. */
final class PushDetails {
    private PushDetails() {}

    static Map<String, @Nullable Object> of(PushInfo push) {
        PushOrder order = push.order();
        PushInfo.State state = push.state();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", push.id());
        json.put("stream", push.stream().toString());
        json.put("name", order.hasSecretName() ? null : push.publishedName());
        json.put("url", order.whole() ? Mask.wholeUrl(order.url()) : Mask.url(order.url()));
        json.put("status", state.status().name());
        json.put("since", state.since().toString());
        json.put("retries", state.retries());
        json.put("reason", Mask.text(state.reason()));
        json.put("sentBytes", state.sentBytes());
        json.put("acknowledgedBytes", state.acknowledgedBytes());
        json.put("transcoding", state.transcoding());
        json.put(
                "failures",
                state.failures().stream()
                        .map(one -> failure(one.at(), one.label(), one.sentence()))
                        .toList());
        putForm(json, push.form());
        json.put("width", push.width());
        json.put("height", push.height());
        json.put("muted", push.muted());
        json.put("sound", sound(push.sound()));
        return json;
    }

    static Map<String, String> failure(Instant at, String kind, String reason) {
        return Map.of("at", at.toString(), "kind", kind, "reason", Mask.text(reason));
    }

    /** When there is a slate, and what becomes of the pictures. */
    static void putForm(Map<String, @Nullable Object> json, @Nullable StreamForm form) {
        json.put("slate", form == null ? null : word(form.slate()));
        json.put("video", form == null ? null : word(form.video().mode()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Map<String, Object> sound(PushOrder.@Nullable Sound sound) {
        return sound == null ? null : Map.of("fileName", sound.fileName(), "loop", sound.loop());
    }
}
