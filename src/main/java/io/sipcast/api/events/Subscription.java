package io.sipcast.api.events;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client's place among the events. It takes text while its connection takes it; what it has not
 * taken is in the log, and when the log has lost it the client is too slow and must come back. The
 * client's thread polls, any thread signals and closes.
 */
public final class Subscription {
    private final EventHub hub;
    private final EventLog log;
    private final Set<String> watched;
    private final Runnable ready;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final SequencedMap<String, byte[]> statistics =
            new LinkedHashMap<>(); // guarded by itself
    private final Set<String> finished = new HashSet<>(); // of the watch's thread

    private byte @Nullable [] first;
    private long place;
    private volatile boolean over;

    /**
     * Takes its place.
     *
     * @param first is polled before all events
     * @param place the number of the event that it knows already
     * @param watched the ids of the calls whose statistics it gets
     * @param ready see {@link EventHub#open}
     */
    Subscription(
            EventHub hub,
            EventLog log,
            byte[] first,
            long place,
            Set<String> watched,
            Runnable ready) {
        this.hub = hub;
        this.log = log;
        this.first = first;
        this.place = place;
        this.watched = Set.copyOf(watched);
        this.ready = ready;
    }

    /** What is to be written next, one or more whole events; null when there is nothing now. */
    public byte @Nullable [] poll() {
        signalled.set(false);
        if (over) {
            return null;
        }
        byte[] text = first;
        first = null;
        return text == null ? pollEvent() : text;
    }

    private byte @Nullable [] pollEvent() {
        byte[] event = log.after(place);
        if (event != null) {
            place++;
            return event;
        }
        if (!log.hasAllAfter(place)) {
            tooSlow();
            return null;
        }
        return pollStatistics();
    }

    private byte @Nullable [] pollStatistics() {
        synchronized (statistics) {
            Map.Entry<String, byte[]> oldest = statistics.pollFirstEntry();
            return oldest == null ? null : oldest.getValue();
        }
    }

    /** Nothing comes any more: the connection is to be ended. */
    public boolean over() {
        return over;
    }

    /** The connection does not take anything: the client is to come back. */
    public void tooSlow() {
        if (!over) {
            hub.tooSlow(this);
        }
    }

    /** The client has gone. Any thread, any number of times. */
    public void close() {
        hub.closed(this);
    }

    Set<String> watched() {
        return watched;
    }

    /** Whether it is to get these statistics: of a call that has ended once only. */
    boolean takes(String callId, boolean ended) {
        if (!watched.contains(callId)) {
            return false;
        }
        if (ended) {
            return finished.add(callId);
        }
        finished.remove(callId); // there may be another call of this id
        return true;
    }

    /** Statistics that it has not taken are replaced. */
    void putStatistics(String callId, byte[] text) {
        synchronized (statistics) {
            statistics.remove(callId);
            statistics.put(callId, text);
        }
        signal();
    }

    void end() {
        over = true;
        signal();
    }

    /** There is something to be polled. */
    void signal() {
        if (signalled.compareAndSet(false, true)) {
            ready.run();
        }
    }
}
