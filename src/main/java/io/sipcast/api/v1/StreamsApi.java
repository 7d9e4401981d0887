package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Route;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Streams;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is on this node to be watched, and to be played to a callee. */
public final class StreamsApi {
    private final Streams streams;
    private final SoundFolder sounds;

    public StreamsApi(Streams streams, SoundFolder sounds) {
        this.streams = streams;
        this.sounds = sounds;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(V1Api.ROOT + "/streams", _ -> streams()),
                Route.get(
                        V1Api.ROOT + "/sounds",
                        _ -> Answer.json(Map.of("sounds", sounds.names()))));
    }

    /** Oldest first. */
    private Answer streams() {
        List<Map<String, @Nullable Object>> all =
                streams.all().stream()
                        .sorted(Comparator.comparingLong(LiveStream::sinceNanos))
                        .map(StreamDetails::of)
                        .toList();
        return Answer.json(Map.of("streams", all));
    }
}
