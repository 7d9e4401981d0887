package io.sipcast.sip.auth;

import io.sipcast.sip.route.IpAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The nonces of our own challenges, RFC 7616 §3.3. One carries its time, and a MAC over that and
 * the address that it is for: nothing is kept until it is used with the right password, and then
 * only the last count.
 *
 * <pre>
 * time of issue, 8 bytes | random, 8 bytes | the MAC's first 16 bytes          in lower-case hex
 * </pre>
 */
final class Nonces {
    static final Duration LIFETIME = Duration.ofMinutes(5);
    static final int MOST_USED = 10_000;

    private static final HexFormat HEX = HexFormat.of();
    private static final String MAC = "HmacSHA256";
    private static final int SIGNED = 16;
    private static final int SIZE = 32;

    private final RandomGenerator random;
    private final SecretKeySpec key;
    private final Map<String, Integer> lastCounts = new LinkedHashMap<>(); // by first use

    /** Nonces up to this time may have been used without our knowing it any more. */
    private long forgottenNanos = Long.MIN_VALUE;

    Nonces(RandomGenerator random) {
        this.random = random;
        byte[] secret = new byte[SIZE];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, MAC);
    }

    String issue(IpAddress source, long nowNanos) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).putLong(nowNanos).putLong(random.nextLong());
        bytes.put(mac(Arrays.copyOf(bytes.array(), SIGNED), source));
        return HEX.formatHex(bytes.array());
    }

    /** Whether it was issued by us, and to this address, at whatever time. */
    boolean isGenuine(String nonce, IpAddress source) {
        if (nonce.length() != 2 * SIZE || !nonce.chars().allMatch(Nonces::isOurHex)) {
            return false;
        }
        byte[] bytes = HEX.parseHex(nonce);
        byte[] mac = mac(Arrays.copyOf(bytes, SIGNED), source);
        return MessageDigest.isEqual(mac, Arrays.copyOfRange(bytes, SIGNED, SIZE));
    }

    /** One text for one nonce: upper case would be a second one. */
    private static boolean isOurHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private byte[] mac(byte[] signed, IpAddress source) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(signed);
            return Arrays.copyOf(mac.doFinal(source.toBytes()), SIZE - SIGNED);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * Uses a genuine nonce, with which the right password was shown.
     *
     * @param count nc; 0 from a client without qop, which can use a nonce only once
     * @return false when it is too old, or was used with this count or a higher one
     */
    boolean use(String nonce, int count, long nowNanos) {
        if (!isFresh(nonce, nowNanos)) {
            return false;
        }
        Integer last = lastCounts.get(nonce);
        if (last != null && (count == 0 || Integer.compareUnsigned(count, last) <= 0)) {
            return false;
        }
        lastCounts.put(nonce, count == 0 ? -1 : count);
        forgetOld(nowNanos);
        return true;
    }

    private boolean isFresh(String nonce, long nowNanos) {
        long issued = issued(nonce);
        return issued > forgottenNanos && nowNanos - issued < LIFETIME.toNanos();
    }

    private static long issued(String nonce) {
        return HexFormat.fromHexDigitsToLong(nonce, 0, 16);
    }

    private void forgetOld(long nowNanos) {
        Iterator<String> oldest = lastCounts.keySet().iterator();
        while (oldest.hasNext()) {
            String nonce = oldest.next();
            boolean fresh = isFresh(nonce, nowNanos);
            if (fresh && lastCounts.size() <= MOST_USED) {
                return;
            }
            oldest.remove();
            if (fresh) {
                forgottenNanos = issued(nonce);
            }
        }
    }
}
