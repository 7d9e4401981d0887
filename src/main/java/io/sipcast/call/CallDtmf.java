package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.MediaSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one call, both ways. The ticks of the call's loop press them; every method may be
 * called by any thread unless it says otherwise, and none keeps the loop waiting.
 */
final class CallDtmf {
    private static final Logger LOG = LoggerFactory.getLogger(CallDtmf.class);

    /** Of what the callee pressed, the last ones are kept. */
    private static final int MOST_HEARD = 100;

    /** Sends SIP INFO in the call. */
    interface InfoSender {
        void send(String contentType, Bytes body);
    }

    private final String callId;
    private final InfoSender info;
    private final DtmfQueue queue; // guarded by this
    private final Deque<HeardKey> heard = new ArrayDeque<>(); // guarded by this
    private boolean told; // on the loop
    private volatile boolean waits;

    CallDtmf(String callId, DtmfTiming timing, InfoSender info) {
        this.callId = callId;
        this.info = info;
        this.queue = new DtmfQueue(timing);
    }

    /** Keys to be pressed after those that wait; false when too many wait. */
    synchronized boolean send(Dtmf dtmf) {
        boolean added = queue.add(dtmf);
        waits = queue.size() > 0;
        return added;
    }

    /** Whether there are keys to be pressed. */
    boolean waits() {
        return waits;
    }

    /** The callee has answered: what waits may be sent. */
    synchronized void open() {
        queue.open(System.nanoTime());
    }

    /** On the loop, every 10 ms. */
    void tick(MediaSession session, long nowNanos) {
        switch (next(session.takesKeys(), nowNanos)) {
            case DtmfQueue.Action.Press(char key, Duration duration) -> {
                long letGo = session.press(key, duration);
                synchronized (this) {
                    queue.letGo(letGo);
                }
            }
            case DtmfQueue.Action.SendInfo(var contentType, var body, boolean instead) -> {
                if (instead && !told) {
                    told = true;
                    LOG.info("call {}: the callee takes no keys in RTP, they go by INFO", callId);
                }
                info.send(contentType, body);
            }
            case null -> {}
        }
    }

    private synchronized DtmfQueue.@Nullable Action next(boolean byRtp, long nowNanos) {
        DtmfQueue.Action next = queue.poll(byRtp, nowNanos);
        waits = queue.size() > 0;
        return next;
    }

    /** An INFO of this type was answered; 408 when it never was. */
    void answered(String contentType, int status) {
        if (!DtmfInfo.isType(contentType)) {
            return;
        }
        String complaint;
        synchronized (this) {
            complaint = queue.answered(status);
            waits = queue.size() > 0;
        }
        if (complaint != null) {
            LOG.warn("call {}: {}", callId, complaint);
        }
    }

    /** The callee sent an INFO, perhaps about a key. */
    void infoReceived(@Nullable String contentType, Bytes body) {
        if (contentType == null || !DtmfInfo.isType(contentType)) {
            return;
        }
        try {
            DtmfInfo one = DtmfInfo.parse(body);
            add(new HeardKey(one.key(), Instant.now(), one.durationMillis(), HeardKey.By.INFO));
        } catch (ProtocolException e) {
            LOG.info("call {}: an INFO of the callee: {}", callId, e.getMessage());
        }
    }

    /** On the loop: the callee pressed a key within the sound. */
    void rtpReceived(char key, long beganNanos, long durationNanos) {
        Instant began = Instant.now().minusNanos(System.nanoTime() - beganNanos);
        add(new HeardKey(key, began, durationNanos / 1_000_000, HeardKey.By.RFC4733));
    }

    private synchronized void add(HeardKey key) {
        if (heard.size() == MOST_HEARD) {
            heard.removeFirst();
        }
        heard.addLast(key);
    }

    /** What the callee pressed, the last 100, oldest first. */
    synchronized List<HeardKey> heard() {
        return List.copyOf(heard);
    }
}
