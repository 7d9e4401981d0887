package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Who has logged in with the key. A login is known by a random token, of which only the hash is
 * kept; it ends when it is not used, after a longest time in any case, and with the process. Safe
 * for use by any thread.
 */
final class Sessions {
    /** Only who has the key makes one; beyond, the one that was not used for longest ends. */
    static final int MOST = 1000;

    /** Times the timeout: the longest that a login lasts, however much it is used. */
    static final int LONGEST = 7;

    private static final int TOKEN_BYTES = 32;

    private final long timeoutNanos;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final Map<String, Login> logins = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Begins without any.
     *
     * @param timeout without a use
     * @param random unpredictable
     */
    Sessions(Duration timeout, RandomGenerator random, LongSupplier nanoTime) {
        this.timeoutNanos = timeout.toNanos();
        this.random = random;
        this.nanoTime = nanoTime;
    }

    private record Login(long begunNanos, long usedNanos) {}

    /** Begins one; its token is for whoever has just shown the key. */
    synchronized String open() {
        long now = nanoTime.getAsLong();
        logins.values().removeIf(login -> isOver(login, now));
        if (logins.size() >= MOST) {
            Iterator<String> leastUsed = logins.keySet().iterator();
            leastUsed.next();
            leastUsed.remove();
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        logins.put(hash(token), new Login(now, now));
        return token;
    }

    /** Whether it stands for a login; if so, it has been used now. */
    synchronized boolean use(String token) {
        long now = nanoTime.getAsLong();
        String hash = hash(token);
        Login login = logins.get(hash);
        if (login == null) {
            return false;
        }
        if (isOver(login, now)) {
            logins.remove(hash);
            return false;
        }
        logins.put(hash, new Login(login.begunNanos(), now));
        return true;
    }

    synchronized void close(String token) {
        logins.remove(hash(token));
    }

    synchronized int size() {
        long now = nanoTime.getAsLong();
        logins.values().removeIf(login -> isOver(login, now));
        return logins.size();
    }

    private boolean isOver(Login login, long now) {
        return now - login.usedNanos() >= timeoutNanos
                || now - login.begunNanos() >= LONGEST * timeoutNanos;
    }

    /** How long a look-up takes tells something of the hash, and nothing of the token. */
    static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
