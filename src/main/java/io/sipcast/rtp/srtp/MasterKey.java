package io.sipcast.rtp.srtp;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A master key with its master salt, and the suite that it is for. Does not print itself. */
public final class MasterKey {
    private final SrtpSuite suite;
    private final byte[] keyAndSalt;

    /**
     * Takes a copy.
     *
     * @param keyAndSalt the key, and the salt behind it
     * @throws IllegalArgumentException when it is not as long as the suite wants it
     */
    public MasterKey(SrtpSuite suite, byte[] keyAndSalt) {
        if (keyAndSalt.length != size(suite)) {
            throw new IllegalArgumentException("a key of the wrong length for " + suite);
        }
        this.suite = suite;
        this.keyAndSalt = keyAndSalt.clone();
    }

    /**
     * A new one.
     *
     * @param random that nobody can guess
     */
    public static MasterKey random(SrtpSuite suite, RandomGenerator random) {
        byte[] bytes = new byte[size(suite)];
        random.nextBytes(bytes);
        return new MasterKey(suite, bytes);
    }

    /** Bytes of key and salt together. */
    public static int size(SrtpSuite suite) {
        return suite.keyBytes() + suite.saltBytes();
    }

    public SrtpSuite suite() {
        return suite;
    }

    byte[] key() {
        return Arrays.copyOf(keyAndSalt, suite.keyBytes());
    }

    byte[] salt() {
        return Arrays.copyOfRange(keyAndSalt, suite.keyBytes(), keyAndSalt.length);
    }

    /** Key and salt, as they stand in SDP: for nobody's eyes but the peer's. */
    public byte[] toBytes() {
        return keyAndSalt.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that
                && suite == that.suite
                && MessageDigest.isEqual(keyAndSalt, that.keyAndSalt);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(keyAndSalt);
    }

    @Override
    public String toString() {
        return "a key for " + suite;
    }
}
