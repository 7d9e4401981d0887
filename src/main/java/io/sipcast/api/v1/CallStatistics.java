package io.sipcast.api.v1;

import io.sipcast.api.StatisticsSource;
import io.sipcast.call.CallMeasures;
import io.sipcast.call.Calls;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.MediaStats;
import io.sipcast.push.PushInfo;
import io.sipcast.record.RecordingInfo;
import io.sipcast.record.Recordings;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a call, ready to be written: media, outputs, and what is to be said of them.
 * Cheap enough to be asked for each second of each call that somebody watches. Safe for use by any
 * thread that may wait for a turn of the call's loop.
 */
public final class CallStatistics implements StatisticsSource {
    private final Calls calls;
    private final Function<StreamName, List<PushInfo>> pushes;
    private final Streams streams;
    private final Recordings recordings;
    private final Clock clock;

    /**
     * Joins the parts.
     *
     * @param pushes those of a stream that were ordered
     */
    public CallStatistics(
            Calls calls,
            Function<StreamName, List<PushInfo>> pushes,
            Streams streams,
            Recordings recordings,
            Clock clock) {
        this.calls = calls;
        this.pushes = pushes;
        this.streams = streams;
        this.recordings = recordings;
        this.clock = clock;
    }

    /** Those of a call; as they were at its end once that has come. Empty without such a call. */
    @Override
    public Optional<Map<String, @Nullable Object>> of(String callId) {
        return calls.measures(callId).map(this::json);
    }

    private Map<String, @Nullable Object> json(CallMeasures call) {
        StreamName name = StreamName.ofCall(call.streamName());
        MediaStats stats = call.stats();
        MediaStats.Video pictures = stats == null ? null : stats.video();
        Double skew = pictures == null ? null : pictures.publishedSkewMillis();
        List<OutputState> outputs = outputs(call, name);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("callId", call.callId());
        json.put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("status", call.status().name());
        json.put("audio", TrackDetails.of(stats == null ? null : stats.audio()));
        json.put("video", TrackDetails.of(pictures));
        json.put("skewMs", skew == null ? null : TrackDetails.rounded(skew));
        json.put("outputs", outputs.stream().map(OutputState::json).toList());
        json.put("viewers", viewers(call, name));
        json.put("recording", call.status().ended() ? null : recording(name));
        json.put("path", TrackDetails.paths(stats));
        json.put("findings", Findings.of(call, outputs).stream().map(Finding::json).toList());
        return json;
    }

    private List<OutputState> outputs(CallMeasures call, StreamName name) {
        List<PushInfo> ordered = call.status().ended() ? List.of() : pushes.apply(name);
        return Stream.concat(
                        call.destinations().stream().map(OutputState::of),
                        ordered.stream().map(OutputState::of))
                .toList();
    }

    private int viewers(CallMeasures call, StreamName name) {
        return call.status().ended() ? 0 : streams.find(name).map(LiveStream::viewers).orElse(0);
    }

    private @Nullable String recording(StreamName name) {
        return recordings
                .find(name)
                .map(RecordingInfo::status)
                .filter(status -> status != RecordingInfo.Status.ENDED)
                .map(Enum::name)
                .orElse(null);
    }
}
