package io.sipcast.api.events;

import org.jspecify.annotations.Nullable;

/**
 * The last events, as text, for all who listen: each of them has a place in it, so the text is kept
 * once. Bounded by number and by size. Safe for use by any thread.
 */
final class EventLog {
    private final String run;
    private final byte[] @Nullable [] texts;
    private final long mostBytes;
    private long oldest = 1; // guarded by this, as all below
    private long next = 1;
    private long bytes;

    /**
     * An empty one.
     *
     * @param most events
     * @param mostBytes of all; the newest event is kept whatever its size
     */
    EventLog(String run, int most, long mostBytes) {
        this.run = run;
        this.texts = new byte[most][];
        this.mostBytes = mostBytes;
    }

    /** Adds an event. */
    synchronized void add(String name, Object data) {
        byte[] text = EventText.event(new EventId(run, next), name, data);
        if (next - oldest == texts.length) {
            forgetOldest();
        }
        texts[place(next++)] = text;
        bytes += text.length;
        while (bytes > mostBytes && next - oldest > 1) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        byte[] text = texts[place(oldest)];
        bytes -= text == null ? 0 : text.length;
        texts[place(oldest++)] = null;
    }

    private int place(long number) {
        return (int) (number % texts.length);
    }

    /** The id of the newest event. */
    synchronized EventId last() {
        return new EventId(run, next - 1);
    }

    /** Whether this event was one of ours, and whatever came after it is still here. */
    synchronized boolean hasAllAfter(EventId id) {
        return id.run().equals(run) && hasAllAfter(id.number());
    }

    synchronized boolean hasAllAfter(long number) {
        return number >= oldest - 1 && number < next;
    }

    /** The event after this one; null when there is none yet, or it is gone. */
    synchronized byte @Nullable [] after(long number) {
        return hasAllAfter(number) && number + 1 < next ? texts[place(number + 1)] : null;
    }

    /** Something may be missed from here on: whoever comes back later starts anew. */
    synchronized void interrupt() {
        while (oldest < next) {
            forgetOldest();
        }
        next++;
        oldest = next;
    }
}
