package io.sipcast.sip.auth;

import io.sipcast.sip.route.IpAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many wrong passwords an address may show, so that none can be found by trying. */
final class GuessLimit {
    static final int GUESSES = 20;
    static final Duration PERIOD = Duration.ofMinutes(1);
    static final int MOST_ADDRESSES = 10_000;

    private record Wrong(int count, long sinceNanos) {}

    private final Map<IpAddress, Wrong> wrong = new LinkedHashMap<>(); // by the first guess

    boolean exhausted(IpAddress source, long nowNanos) {
        Wrong known = wrong.get(network(source));
        return known != null && known.count() >= GUESSES && !isOver(known, nowNanos);
    }

    void count(IpAddress source, long nowNanos) {
        IpAddress network = network(source);
        Wrong known = wrong.get(network);
        if (known != null && !isOver(known, nowNanos)) {
            wrong.put(network, new Wrong(known.count() + 1, known.sinceNanos()));
            return;
        }
        wrong.remove(network);
        wrong.put(network, new Wrong(1, nowNanos));
        if (wrong.size() > MOST_ADDRESSES) {
            wrong.remove(wrong.keySet().iterator().next());
        }
    }

    private static boolean isOver(Wrong known, long nowNanos) {
        return nowNanos - known.sinceNanos() >= PERIOD.toNanos();
    }

    /** A host has a whole /64 of IPv6 to itself. */
    private static IpAddress network(IpAddress address) {
        return address.v6() ? new IpAddress(true, address.high(), 0) : address;
    }
}
