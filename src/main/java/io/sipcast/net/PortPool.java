package io.sipcast.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * Even UDP ports for RTP, each with the odd one above it for RTCP (RFC 3550 §11). A pair that was
 * given back rests before it is taken again, so that late packets of one call never reach the next.
 * At first they come in an order by chance: another program on this host that holds a part of the
 * range is in the way of few tries instead of all, and a restarted gateway hardly takes the ports
 * of the calls it had. Safe for use by any thread; time is an argument.
 */
public final class PortPool {
    public static final Duration REST = Duration.ofSeconds(5);

    private final int first;
    private final int last;
    private final long restNanos;
    private final Queue<Integer> free = new ArrayDeque<>();
    private final Queue<Resting> resting = new ArrayDeque<>(); // the longest rested first
    private final boolean[] taken;

    /**
     * @param first lowest RTP port; an odd one is rounded up
     * @param last highest RTP port, so {@code last + 1} may be used for RTCP
     * @param random for the order, used only here
     */
    public PortPool(int first, int last, Duration rest, RandomGenerator random) {
        this.first = first + (first & 1);
        this.last = last - (last & 1);
        if (this.first < 2 || this.last < this.first || this.last > 65534) {
            throw new IllegalArgumentException("no even port in " + first + "-" + last);
        }
        restNanos = rest.toNanos();
        taken = new boolean[(this.last - this.first) / 2 + 1];
        int[] order = new int[taken.length];
        for (int i = 0; i < order.length; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = this.first + 2 * i;
        }
        for (int port : order) {
            free.add(port);
        }
    }

    /**
     * The even port of a pair that nobody holds. The one that was used least recently comes first.
     *
     * @throws NoRtpPortException when every pair is taken or still rests
     */
    public synchronized int take(long nowNanos) throws NoRtpPortException {
        while (!resting.isEmpty() && nowNanos - resting.element().untilNanos() >= 0) {
            free.add(resting.remove().port());
        }
        Integer port = free.poll();
        if (port == null) {
            throw new NoRtpPortException(
                    "all %d RTP port pairs of rtp.ports %d-%d are in use (%d rest after a call)"
                            .formatted(taken.length, first, last, resting.size()));
        }
        taken[index(port)] = true;
        return port;
    }

    /** Gives a pair back; it rests from now on. Giving back what nobody holds is our mistake. */
    public synchronized void giveBack(int port, long nowNanos) {
        if (port < first || port > last || (port & 1) != 0 || !taken[index(port)]) {
            throw new IllegalStateException("port " + port + " was not taken");
        }
        taken[index(port)] = false;
        resting.add(new Resting(port, nowNanos + restNanos));
    }

    /** Pairs that are held now: 0 when no call is up, or there is a leak. */
    public synchronized int inUse() {
        return taken.length - free.size() - resting.size();
    }

    /** All pairs of the range. */
    public int size() {
        return taken.length;
    }

    private int index(int port) {
        return (port - first) / 2;
    }

    private record Resting(int port, long untilNanos) {}
}
