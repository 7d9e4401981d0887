package io.sipcast.api.v1;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.media.Format;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A live stream as ours shows it. What is unset is null. */
final class StreamDetails {
    private StreamDetails() {}

    static Map<String, @Nullable Object> of(LiveStream stream) {
        StreamName name = stream.name();
        Format.Video video = stream.pictureFormat();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name.toString());
        json.put("app", name.app());
        json.put("shortName", name.name());
        json.put("id", stream.id());
        json.put("since", stream.since().toString());
        json.put("hasAudio", stream.hasSound());
        json.put("hasVideo", video != null);
        json.put("width", video == null ? null : video.width());
        json.put("height", video == null ? null : video.height());
        json.put("viewers", stream.viewers());
        json.put("source", stream.publication().source().name().toLowerCase(Locale.ROOT));
        return json;
    }
}
