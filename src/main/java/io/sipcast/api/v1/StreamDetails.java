package io.sipcast.api.v1;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A live stream as ours shows it. What is unset is null. */
public final class StreamDetails {
    private StreamDetails() {}

    /**
     * Describes a stream.
     *
     * @param nowNanos on the gateway's monotonic clock
     */
    public static Map<String, @Nullable Object> of(LiveStream stream, Instant now, long nowNanos) {
        MediaUnit key = stream.keyFrame();
        Format.Video pictures =
                key != null && key.format() instanceof Format.Video video ? video : null;
        StreamName name = stream.name();
        Instant since = now.minusNanos(nowNanos - stream.sinceNanos());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name.toString());
        json.put("app", name.app());
        json.put("shortName", name.name());
        json.put("id", stream.id());
        json.put("since", since.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("hasAudio", stream.hasSound());
        json.put("hasVideo", pictures != null);
        json.put("width", pictures == null ? null : pictures.width());
        json.put("height", pictures == null ? null : pictures.height());
        json.put("viewers", stream.viewers());
        json.put("source", stream.publication().source().name().toLowerCase(Locale.ROOT));
        return json;
    }
}
