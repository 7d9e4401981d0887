package io.sipcast.net;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answers of DNS, those that say no too (RFC 2308), for as long as they allow and no
 * longer than an hour, or five minutes for a no. The one used least recently makes room. Time is an
 * argument, in monotonic nanoseconds. For any thread.
 */
final class DnsCache {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LONGEST_NO = Duration.ofMinutes(5);

    private record Entry(DnsAnswer answer, long untilNanos) {}

    private final int capacity;
    private final Map<DnsQuestion, Entry> entries = // guarded by this
            new LinkedHashMap<>(16, 0.75f, true);

    DnsCache(int capacity) {
        this.capacity = capacity;
    }

    /** Null when it is not known, or not any more. */
    synchronized @Nullable DnsAnswer find(DnsQuestion question, long nowNanos) {
        Entry entry = entries.get(question);
        if (entry == null) {
            return null;
        }
        if (nowNanos - entry.untilNanos() >= 0) {
            entries.remove(question);
            return null;
        }
        return entry.answer();
    }

    /** An answer with a TTL of 0 is for those who asked, and for nobody later. */
    synchronized void put(DnsQuestion question, DnsAnswer answer, long nowNanos) {
        Duration longest = answer.outcome() == DnsAnswer.Outcome.FOUND ? LONGEST : LONGEST_NO;
        Duration ttl = answer.ttl().compareTo(longest) < 0 ? answer.ttl() : longest;
        if (ttl.isZero()) {
            entries.remove(question);
            return;
        }
        entries.put(question, new Entry(answer, nowNanos + ttl.toNanos()));
        if (entries.size() > capacity) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
