package io.sipcast.api.v1;

import io.sipcast.call.CallHistory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call's last minutes for charts. What is unknown is null. */
final class HistoryDetails {
    private HistoryDetails() {}

    /** Without any sample before the answer. */
    static Map<String, Object> of(@Nullable CallHistory history) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("everyMs", CallHistory.EVERY_MILLIS);
        json.put(
                "samples",
                history == null
                        ? List.of()
                        : history.samples().stream().map(HistoryDetails::sample).toList());
        return json;
    }

    private static Map<String, @Nullable Object> sample(CallHistory.Sample sample) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", sample.at().toString());
        json.put("audioBitRate", sample.audioBitRate());
        json.put("videoBitRate", sample.videoBitRate());
        json.put("outBitRate", sample.outBitRate());
        json.put("lost", sample.lost());
        json.put("jitterMs", sample.jitterMillis());
        json.put("skewMs", sample.skewMillis());
        json.put("frameRate", sample.frameRate());
        json.put("queueBytes", sample.queueBytes());
        json.put("levelDbfs", sample.levelDbfs());
        return json;
    }
}
