package io.sipcast.push;

import io.sipcast.rtmp.RtmpFailure;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often attempts and publishes have failed, by label. Safe for use by any thread. */
final class FailureCounts {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(RtmpFailure failure) {
        counts.computeIfAbsent(failure.label(), _ -> new LongAdder()).increment();
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((label, count) -> all.put(label, count.sum()));
        return all;
    }
}
