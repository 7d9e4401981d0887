package io.sipcast.api.wcs;

import io.sipcast.observe.Mask;
import io.sipcast.push.PushInfo;
import io.sipcast.push.PushOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** A push as the reference shows it. */
final class PushJson {
    private PushJson() {}

    static Map<String, Object> of(PushInfo push) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaSessionId", push.id());
        json.put("streamName", push.publishedName());
        json.put("rtmpUrl", url(push.order()));
        json.put("width", push.width());
        json.put("height", push.height());
        json.put("muted", push.muted());
        json.put("soundEnabled", push.sound() != null);
        json.put("options", options(push.order()));
        return json;
    }

    /** Without what is secret in it. */
    static String url(PushOrder order) {
        return order.whole() ? Mask.wholeUrl(order.url()) : Mask.url(order.url());
    }

    /** As they were given. */
    private static Map<String, Object> options(PushOrder order) {
        PushOrder.Sound sound = order.sound();
        return sound != null
                ? Map.of("action", PushApi.SOUND_ON, "soundFile", sound.fileName())
                : order.muted() ? Map.of("action", PushApi.MUTE) : Map.of();
    }
}
