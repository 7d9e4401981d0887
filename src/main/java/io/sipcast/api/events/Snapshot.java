package io.sipcast.api.events;

import java.util.Map;

/** Everything as it was at one moment, as text for newcomers: many may come at once. */
final class Snapshot {
    private static final long FRESH_NANOS = 1_000_000_000;

    private final EventId id;
    private final byte[] text;
    private final long changes;
    private final long atNanos;

    /**
     * Renders it.
     *
     * @param id of the last event that is in it
     * @param changes how many there had been before it was read
     * @param retryMillis the pause before a client that was disconnected comes back
     */
    Snapshot(EventId id, long changes, Map<String, Object> all, long retryMillis, long nowNanos) {
        byte[] retry = EventText.retry(retryMillis);
        byte[] event = EventText.event(id, "snapshot", all);
        this.id = id;
        this.changes = changes;
        this.text = new byte[retry.length + event.length];
        this.atNanos = nowNanos;
        System.arraycopy(retry, 0, text, 0, retry.length);
        System.arraycopy(event, 0, text, retry.length, event.length);
    }

    /** Whether it will do: nothing has changed since, but for counters that are not told. */
    boolean isFresh(long changesNow, long nowNanos) {
        return changesNow == changes && nowNanos - atNanos < FRESH_NANOS;
    }

    long number() {
        return id.number();
    }

    /** Not to be written to. */
    byte[] text() {
        return text;
    }
}
