package io.sipcast.ice;

import io.sipcast.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Where the credentials of one call of ours come from: one secret, and a number that counts
 * restarts, so that a description stays a value and each restart has credentials nobody can guess.
 *
 * @param secret 32 random bytes
 * @param generation from 0
 */
public record IceIdentity(Bytes secret, int generation) {
    private static final int SECRET_SIZE = 32;
    private static final int UFRAG_SIZE = 8; // 48 bits
    private static final int PWD_SIZE = 24; // 144 bits, RFC 8445 §5.3 wants 128

    /** A new one; the generator must not be guessable. */
    public static IceIdentity of(RandomGenerator random) {
        byte[] secret = new byte[SECRET_SIZE];
        random.nextBytes(secret);
        return new IceIdentity(Bytes.copyOf(secret), 0);
    }

    /** After a restart. */
    public IceIdentity next() {
        return new IceIdentity(secret, generation + 1);
    }

    public IceCredentials credentials() {
        String text = Base64.getEncoder().withoutPadding().encodeToString(digest());
        return new IceCredentials(
                text.substring(0, UFRAG_SIZE), text.substring(UFRAG_SIZE, UFRAG_SIZE + PWD_SIZE));
    }

    private byte[] digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(secret.toArray());
            return sha256.digest(new byte[] {(byte) (generation >> 8), (byte) generation});
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JRE has it
        }
    }

    @Override
    public String toString() {
        return "generation " + generation;
    }
}
