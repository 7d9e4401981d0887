package io.sipcast.api.events;

import io.sipcast.api.StatisticsSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statistics once a second, of those calls that somebody watches and while somebody does. Each call
 * is measured once for all who watch it.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Set<String> OVER = Set.of("BUSY", "FINISH", "FAILED");

    private final StatisticsSource source;
    private final Timer timer;
    private final List<Subscription> watchers = new CopyOnWriteArrayList<>();
    private boolean running; // guarded by this

    Watch(StatisticsSource source, Timer timer) {
        this.source = source;
        this.timer = timer;
    }

    /** Begins with the calls that it watches, if any. */
    void add(Subscription watcher) {
        if (watcher.watched().isEmpty()) {
            return;
        }
        watchers.add(watcher);
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        Runnable _ = timer.in(Duration.ZERO, this::look);
    }

    void remove(Subscription watcher) {
        watchers.remove(watcher);
    }

    private void look() {
        Set<String> calls = new TreeSet<>();
        watchers.forEach(watcher -> calls.addAll(watcher.watched()));
        calls.forEach(this::tell);
        synchronized (this) {
            running = !watchers.isEmpty();
            if (!running) {
                return;
            }
        }
        Runnable _ = timer.in(PAUSE, this::look);
    }

    private void tell(String callId) {
        try {
            Optional<Map<String, @Nullable Object>> found = source.of(callId);
            found.ifPresent(statistics -> tell(callId, statistics));
        } catch (RuntimeException e) {
            LOG.error("the statistics of call {} cannot be told", callId, e);
        }
    }

    private void tell(String callId, Map<String, @Nullable Object> statistics) {
        boolean ended = OVER.contains(String.valueOf(statistics.get("status")));
        List<Subscription> takers =
                watchers.stream().filter(watcher -> watcher.takes(callId, ended)).toList();
        if (!takers.isEmpty()) {
            byte[] text = EventText.event("statistics", statistics);
            takers.forEach(taker -> taker.putStatistics(callId, text));
        }
    }
}
