package io.sipcast.api.v1;

import io.sipcast.api.StatisticsSource;
import io.sipcast.call.Calls;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counters of a call's media as they are. */
public final class MediaStatistics implements StatisticsSource {
    private final Calls calls;
    private final Clock clock;

    public MediaStatistics(Calls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> of(String callId) {
        return calls.find(callId)
                .map(call -> {
                    Map<String, @Nullable Object> json = new LinkedHashMap<>();
                    json.put("callId", callId);
                    json.put("at", clock.instant().toString());
                    json.put("status", call.status().name());
                    json.put("audio", call.media().get("audio"));
                    json.put("video", call.media().get("video"));
                    return json;
                });
    }
}
