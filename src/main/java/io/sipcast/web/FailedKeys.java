package io.sipcast.web;

import io.sipcast.api.Problem;
import io.sipcast.net.AddressBlock;
import io.sipcast.observe.FaultLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down who tries keys: after some wrong ones no key of that client is looked at for a pause
 * that doubles with each further one. A client is an IPv4 address or the /64 of an IPv6 address,
 * since who has one address of it has them all. Clients elsewhere notice nothing. Safe for use by
 * any thread.
 */
final class FailedKeys {
    /** Wrong keys that cost nothing. */
    static final int FREE = 5;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Without another wrong key. */
    static final Duration FORGOTTEN = Duration.ofMinutes(15);

    /** Clients that are remembered; beyond, the one whose last wrong key is oldest is forgotten. */
    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(FailedKeys.class);

    private final FaultLog log;
    private final LongSupplier nanoTime;
    private final Map<AddressBlock, Failures> clients = new LinkedHashMap<>();
    private long wrong;
    private long refused;

    /**
     * Begins without any.
     *
     * @param what the keys are for, in the log, such as {@code "API"}
     */
    FailedKeys(String what, LongSupplier nanoTime) {
        this.log = new FaultLog(LOG, what + " keys");
        this.nanoTime = nanoTime;
    }

    /**
     * Of one client.
     *
     * @param lastKey the hash of the last one: the same again is a program with an old key, not a
     *     guess
     */
    private record Failures(int count, long lastNanos, long pauseNanos, String lastKey) {
        boolean pauses(long now) {
            return now - lastNanos < pauseNanos;
        }
    }

    /**
     * To be asked before a key is looked at.
     *
     * @throws Problem 429 while the client has to wait
     */
    synchronized void check(InetAddress client) {
        Failures failures = clients.get(block(client));
        long now = nanoTime.getAsLong();
        if (failures == null || !failures.pauses(now)) {
            return;
        }
        refused++;
        Duration left = Duration.ofNanos(failures.pauseNanos() - (now - failures.lastNanos()));
        String seconds = Long.toString(left.plusMillis(999).toSeconds());
        throw new Problem(
                429,
                "Too many wrong keys came from your address: try again in " + seconds + " s.",
                null,
                Map.of("Retry-After", seconds));
    }

    /** A wrong key came. */
    synchronized void wrong(InetAddress client, String key) {
        wrong++;
        long now = nanoTime.getAsLong();
        forget(now);
        AddressBlock block = block(client);
        Failures before = clients.remove(block); // it goes to the end, as the latest
        String hash = Sessions.hash(key);
        int count = before == null ? 1 : before.count() + (before.lastKey().equals(hash) ? 0 : 1);
        clients.put(block, new Failures(count, now, pause(count).toNanos(), hash));
        if (count == FREE && (before == null || before.count() < FREE)) {
            String who = client.getHostAddress();
            log.count(count + " wrong ones came from " + who + ", which has to wait", now);
        }
    }

    private static Duration pause(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(count - FREE, 30));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void forget(long now) {
        var oldestFirst = clients.values().iterator();
        while (oldestFirst.hasNext()) {
            boolean old = now - oldestFirst.next().lastNanos() >= FORGOTTEN.toNanos();
            if (!old && clients.size() < MOST) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private static AddressBlock block(InetAddress client) {
        byte[] bytes = client.getAddress();
        if (bytes.length == 4) {
            return new AddressBlock(client, 32);
        }
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return new AddressBlock(InetAddress.getByAddress(bytes), 64);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 bytes are an address
        }
    }

    synchronized long wrong() {
        return wrong;
    }

    /** Requests that came in a pause. */
    synchronized long refused() {
        return refused;
    }

    synchronized int size() {
        return clients.size();
    }
}
