package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a call has still to press, one after the other: each waits until the one before it
 * has been let go and a pause has passed, and, after SIP INFO, until that was answered. Before the
 * call is answered all wait. Pure; one thread owns it.
 *
 * <p>A key that is to go by RTP goes by {@code application/dtmf-relay} while the callee takes none:
 * it never named telephone-event, or holds the call. Where it answers that with 415 it gets {@code
 * application/dtmf} from then on.
 */
final class DtmfQueue {
    /** What {@code w} and a comma are worth. */
    static final Duration PAUSE_KEY = Duration.ofMillis(500);

    /** Keys and pauses that may wait, in all. */
    static final int CAPACITY = 1024;

    private static final int UNSUPPORTED_TYPE = 415;

    /** What is to be done for the next key. */
    sealed interface Action {
        /** Presses it within the sound; then {@link #letGo} is told when that ends. */
        record Press(char key, Duration duration) implements Action {}

        /**
         * Sends it; then {@link #answered} is told what came of it.
         *
         * @param instead whether it should have gone within the sound
         */
        record SendInfo(String contentType, Bytes body, boolean instead) implements Action {}
    }

    private record Item(char key, DtmfType type) {}

    private final DtmfTiming timing;
    private final Deque<Item> items = new ArrayDeque<>();
    private boolean open;
    private long nextNanos;
    private @Nullable Item asked;
    private String askedType = "";
    private String instead = DtmfInfo.DTMF_RELAY;

    DtmfQueue(DtmfTiming timing) {
        this.timing = timing;
    }

    /** False when it is full: then none of them is taken. */
    boolean add(Dtmf dtmf) {
        if (items.size() + dtmf.keys().length() > CAPACITY) {
            return false;
        }
        dtmf.keys().chars().forEach(key -> items.add(new Item((char) key, dtmf.type())));
        return true;
    }

    /** The call has been answered. */
    void open(long nowNanos) {
        open = true;
        nextNanos = nowNanos + timing.delay().toNanos();
    }

    /** Keys and pauses that wait. */
    int size() {
        return items.size();
    }

    /**
     * What is due now, or null.
     *
     * @param byRtp whether the callee takes keys within the sound, now
     */
    @Nullable Action poll(boolean byRtp, long nowNanos) {
        while (open && asked == null && nowNanos - nextNanos >= 0) {
            Item item = items.poll();
            if (item == null) {
                return null;
            }
            if (!Dtmf.isPause(item.key())) {
                return action(item, byRtp, nowNanos);
            }
            nextNanos = nowNanos + PAUSE_KEY.toNanos();
        }
        return null;
    }

    private Action action(Item item, boolean byRtp, long nowNanos) {
        nextNanos = nowNanos + timing.duration().plus(timing.pause()).toNanos();
        String type =
                switch (item.type()) {
                    case RFC2833 -> byRtp ? null : instead;
                    case INFO -> DtmfInfo.DTMF;
                    case INFO_RELAY -> DtmfInfo.DTMF_RELAY;
                };
        if (type == null) {
            return new Action.Press(item.key(), timing.duration());
        }
        asked = item;
        askedType = type;
        int millis = (int) timing.duration().toMillis();
        Bytes body = new DtmfInfo(item.key(), millis).print(type);
        return new Action.SendInfo(type, body, item.type() == DtmfType.RFC2833);
    }

    /** The key pressed last is let go at this time, which may be yet to come. */
    void letGo(long nanos) {
        nextNanos = nanos + timing.pause().toNanos();
    }

    /**
     * The INFO was answered.
     *
     * @param status 408 when it never was
     * @return a sentence when the callee did not take the key; null when it did, or will get it in
     *     another form
     */
    @Nullable String answered(int status) {
        Item item = asked;
        asked = null;
        if (item == null || status < 300) {
            return null;
        }
        boolean free = item.type() == DtmfType.RFC2833;
        if (free && status == UNSUPPORTED_TYPE && askedType.equals(DtmfInfo.DTMF_RELAY)) {
            instead = DtmfInfo.DTMF;
            items.addFirst(item);
            return null;
        }
        return "the callee did not take a key by SIP INFO with " + askedType + ": " + status;
    }
}
