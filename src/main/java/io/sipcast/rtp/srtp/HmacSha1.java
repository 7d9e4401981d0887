package io.sipcast.rtp.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** HMAC-SHA1, RFC 2104, without the garbage that a Mac makes for each message. */
final class HmacSha1 {
    private static final int BLOCK = 64;
    private static final int DIGEST = 20;

    private final MessageDigest sha1;
    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];
    private final byte[] digest = new byte[DIGEST];

    /**
     * @param key of 64 bytes at most
     */
    HmacSha1(byte[] key) {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
        for (int i = 0; i < BLOCK; i++) {
            byte each = i < key.length ? key[i] : 0;
            innerPad[i] = (byte) (each ^ 0x36);
            outerPad[i] = (byte) (each ^ 0x5c);
        }
    }

    /** The code of two pieces, in an array that the next call uses again. */
    byte[] of(byte[] first, int firstLength, byte[] second, int secondLength) {
        try {
            sha1.update(innerPad);
            sha1.update(first, 0, firstLength);
            sha1.update(second, 0, secondLength);
            sha1.digest(digest, 0, DIGEST);
            sha1.update(outerPad);
            sha1.update(digest);
            sha1.digest(digest, 0, DIGEST);
            return digest;
        } catch (DigestException e) {
            throw new IllegalStateException("the array is long enough", e);
        }
    }
}
