package io.sipcast.rtp.srtp;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens what the peer sends and protects. Packets that are not authentic, or come again, are
 * counted and change nothing. Owned by one thread.
 */
public final class SrtpReceiver {
    /** How long packets of the key before are still under way after a new one was agreed on. */
    public static final Duration OLD_KEY = Duration.ofSeconds(10);

    private final Scratch in = new Scratch();
    private final Scratch out = new Scratch();
    private ReceptionContext current;
    private @Nullable ReceptionContext before;
    private long changedNanos;
    private boolean expecting;
    private long authentic;
    private long unauthentic;
    private long replayed;

    public SrtpReceiver(ReceptionKey key) {
        current = new ReceptionContext(key);
    }

    /** The peer may use another key before we know it: what ours do not open is not counted. */
    public void expectKey() {
        expecting = true;
    }

    /** The peer has another key. The same one again changes nothing. */
    public void update(ReceptionKey key, long nowNanos) {
        expecting = false;
        if (key.equals(current.key())) {
            return;
        }
        ReceptionContext last = current;
        boolean goesBack = before != null && key.equals(before.key());
        current = goesBack && before != null ? before : new ReceptionContext(key);
        before = last;
        changedNanos = nowNanos;
    }

    /**
     * Opens an SRTP packet.
     *
     * @return what was in it, valid until the next call; null when it is not to have any effect
     */
    public @Nullable ByteBuffer rtp(ByteBuffer packet, long nowNanos) {
        int header = SrtpHeader.length(packet);
        if (header < 0) {
            unauthentic++;
            return null;
        }
        int size = openRtp(current, before, packet, header);
        ReceptionContext old = oldKey(nowNanos);
        if (size == Transform.NOT_AUTHENTIC && old != null) {
            size = openRtp(old, null, packet, header);
        }
        return counted(size);
    }

    private int openRtp(
            ReceptionContext context,
            @Nullable ReceptionContext earlier,
            ByteBuffer packet,
            int header) {
        int length = packet.remaining();
        return context.openRtp(
                in.copy(packet),
                length,
                header,
                SrtpHeader.ssrc(packet),
                SrtpHeader.sequence(packet),
                earlier,
                out.sized(length));
    }

    /**
     * Opens an SRTCP packet.
     *
     * @return what was in it, valid until the next call; null when it is not to have any effect
     */
    public @Nullable ByteBuffer rtcp(ByteBuffer packet, long nowNanos) {
        int length = packet.remaining();
        int size = current.openRtcp(in.copy(packet), length, out.sized(length));
        ReceptionContext old = oldKey(nowNanos);
        if (size == Transform.NOT_AUTHENTIC && old != null) {
            size = old.openRtcp(in.copy(packet), length, out.sized(length));
        }
        return counted(size);
    }

    private @Nullable ReceptionContext oldKey(long nowNanos) {
        return nowNanos - changedNanos < OLD_KEY.toNanos() ? before : null;
    }

    private @Nullable ByteBuffer counted(int size) {
        switch (size) {
            case Transform.NOT_AUTHENTIC -> unauthentic += expecting ? 0 : 1;
            case ReceptionContext.REPLAYED -> replayed++;
            default -> {
                authentic++;
                return out.buffer(size);
            }
        }
        return null;
    }

    public SrtpCounters counters() {
        return new SrtpCounters(authentic, unauthentic, replayed);
    }

    public SrtpSuite suite() {
        return current.key().master().suite();
    }
}
