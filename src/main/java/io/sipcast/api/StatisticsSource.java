package io.sipcast.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures calls for those who watch them. */
@FunctionalInterface
public interface StatisticsSource {
    /**
     * What a call is like now, with its {@code status}; empty when there is no such call. Asked on
     * a thread that may wait, once a second at most for each call.
     */
    Optional<Map<String, @Nullable Object>> of(String callId);
}
