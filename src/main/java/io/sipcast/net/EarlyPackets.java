package io.sipcast.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What came just before we knew the SDP: a callee sends its first key frame and its first report
 * along with its 200, and they overtake it. Kept for a moment, and few.
 */
final class EarlyPackets {
    static final Duration KEPT = Duration.ofMillis(100);

    /** A key frame of a large picture. */
    private static final int MOST = 128;

    /** Takes them, in the order they came. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes one.
         *
         * @param atNanos when it came
         */
        void take(ByteBuffer packet, InetSocketAddress from, long atNanos);
    }

    private record Early(ByteBuffer packet, InetSocketAddress from, long atNanos) {}

    private final Deque<Early> packets = new ArrayDeque<>();

    /** Keeps a copy; the oldest gives way. */
    void keep(ByteBuffer packet, InetSocketAddress from, long nowNanos) {
        if (packets.size() == MOST) {
            packets.removeFirst();
        }
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        packets.add(new Early(copy, from, nowNanos));
    }

    void forget() {
        packets.clear();
    }

    /** Gives out what is fresh enough, and forgets everything but what the taker keeps again. */
    void drain(long nowNanos, Taker taker) {
        for (int left = packets.size(); left > 0; left--) {
            Early early = packets.remove();
            if (nowNanos - early.atNanos() < KEPT.toNanos()) {
                taker.take(early.packet(), early.from(), early.atNanos());
            }
        }
    }
}
