package io.sipcast.net;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds the connections of the RTMP server, in all and for each address. Safe for any thread. */
final class RtmpAdmission {
    /** Why a connection is not taken. */
    enum Refusal {
        CONNECTIONS,
        ADDRESS,
        IDLERS
    }

    private final int most;
    private final int mostOfAddress;

    /** Of one address, that have not published or played yet: a relay may bring many at once. */
    private final int mostIdlers;

    private final Map<InetAddress, Count> counts = new HashMap<>(); // guarded by this
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private int all;

    private static final class Count {
        int connections;
        int idlers;
    }

    RtmpAdmission(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
        this.mostIdlers = Math.ceilDiv(mostOfAddress, 2);
    }

    /** Takes a connection, which is an idler at first; or says why not. */
    synchronized @Nullable Refusal enter(InetAddress address) {
        Count count = counts.computeIfAbsent(address, _ -> new Count());
        Refusal refusal = refusal(count);
        if (refusal != null) {
            refused.merge(refusal, 1L, Long::sum);
            forget(address, count);
            return refusal;
        }
        all++;
        count.connections++;
        count.idlers++;
        return null;
    }

    private @Nullable Refusal refusal(Count count) {
        if (all >= most) {
            return Refusal.CONNECTIONS;
        }
        if (count.connections >= mostOfAddress) {
            return Refusal.ADDRESS;
        }
        return count.idlers >= mostIdlers ? Refusal.IDLERS : null;
    }

    /** One of its connections publishes or plays. */
    synchronized void noIdler(InetAddress address) {
        Count count = counts.get(address);
        if (count != null) {
            count.idlers--;
        }
    }

    /** A connection has gone; {@link #noIdler} was called before if it had to be. */
    synchronized void leave(InetAddress address) {
        Count count = counts.get(address);
        if (count != null) {
            all--;
            count.connections--;
            forget(address, count);
        }
    }

    private void forget(InetAddress address, Count count) {
        if (count.connections == 0) {
            counts.remove(address);
        }
    }

    synchronized long refused(Refusal why) {
        return refused.getOrDefault(why, 0L);
    }
}
