package io.sipcast.sdp;

import io.sipcast.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * a=fingerprint, RFC 8122 §5: which certificate the other side of a DTLS association must show.
 *
 * @param hash such as {@code sha-256}, in lower case; MD5 and MD2 are not taken (§5.1)
 */
public record Fingerprint(String hash, Bytes value) {
    static final String NAME = "fingerprint";

    private static final Set<String> HASHES =
            Set.of("sha-1", "sha-224", "sha-256", "sha-384", "sha-512");
    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        if (!HASHES.contains(hash)) {
            throw new IllegalArgumentException("fingerprint by " + hash);
        }
    }

    /** The fingerprint by SHA-256 of a certificate in DER. */
    public static Fingerprint of(byte[] certificate) {
        return new Fingerprint("sha-256", digest("sha-256", certificate));
    }

    static Optional<Fingerprint> parse(String text) {
        int space = text.indexOf(' ');
        String hash = text.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
        if (!HASHES.contains(hash)) {
            return Optional.empty();
        }
        try {
            byte[] value = PAIRS.parseHex(text.substring(space + 1).strip());
            return Optional.of(new Fingerprint(hash, Bytes.copyOf(value)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether it is the fingerprint of this certificate in DER. */
    public boolean fits(byte[] certificate) {
        return digest(hash, certificate).equals(value);
    }

    private static Bytes digest(String hash, byte[] certificate) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance(hash).digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + hash, e);
        }
    }

    Attribute attribute() {
        return new Attribute(NAME, hash + " " + PAIRS.formatHex(value.toArray()));
    }
}
