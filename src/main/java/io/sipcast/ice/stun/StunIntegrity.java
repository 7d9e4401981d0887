package io.sipcast.ice.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * MESSAGE-INTEGRITY, MESSAGE-INTEGRITY-SHA256 and FINGERPRINT, RFC 8489 §14.5 to §14.7. Each is
 * about the bytes before it, with a header's length that ends with it.
 */
public enum StunIntegrity {
    SHA1("HmacSHA1", StunIntegrity.SHA1_TYPE, 20, 20),
    SHA256("HmacSHA256", StunIntegrity.SHA256_TYPE, 16, 32);

    static final int SHA1_TYPE = 0x0008;
    static final int SHA256_TYPE = 0x001C;
    static final int FINGERPRINT_TYPE = 0x8028;

    private static final int FINGERPRINT_MASK = 0x5354554E;
    private static final int FINGERPRINT_SIZE = 4 + Integer.BYTES;

    private final String algorithm;
    private final int type;
    private final int shortest;
    private final int longest;

    StunIntegrity(String algorithm, int type, int shortest, int longest) {
        this.algorithm = algorithm;
        this.type = type;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** The key of a short-term credential, RFC 8489 §9.1.1; ICE passwords are ASCII. */
    public static byte[] key(String password) {
        return password.getBytes(UTF_8);
    }

    /** What a message that was read has, the stronger if both; null for none. */
    public static @Nullable StunIntegrity of(ByteBuffer datagram) {
        return SHA256.find(datagram.slice()) != null
                ? SHA256
                : SHA1.find(datagram.slice()) == null ? null : SHA1;
    }

    /** Whether the datagram, which is a message, was made by somebody who knows the key. */
    public boolean verify(ByteBuffer datagram, byte[] key) {
        ByteBuffer in = datagram.slice();
        AttributeCursor found = find(in);
        if (found == null
                || found.length() < shortest
                || found.length() > longest
                || found.length() % 4 != 0) {
            return false;
        }
        byte[] value = new byte[found.length()];
        found.value().get(value);
        byte[] before = before(in, found);
        return MessageDigest.isEqual(value, Arrays.copyOf(hmac(before, key), value.length));
    }

    private @Nullable AttributeCursor find(ByteBuffer in) {
        AttributeCursor cursor = new AttributeCursor(in);
        while (cursor.next()) {
            if (cursor.type() == type) {
                return cursor;
            }
        }
        return null;
    }

    /** The message with this integrity, and a fingerprint. */
    public byte[] protect(StunMessage message, byte[] key) {
        byte[] covered = lengthened(message.writeBare(), 4 + longest);
        return withFingerprint(appended(covered, type, hmac(covered, key)));
    }

    /** The message with a fingerprint only. */
    public static byte[] unprotected(StunMessage message) {
        return withFingerprint(message.writeBare());
    }

    private static byte[] withFingerprint(byte[] message) {
        byte[] covered = lengthened(message, FINGERPRINT_SIZE);
        byte[] value =
                ByteBuffer.allocate(Integer.BYTES).putInt(crc(covered) ^ FINGERPRINT_MASK).array();
        return appended(covered, FINGERPRINT_TYPE, value);
    }

    /** The same bytes, with a header that knows of an attribute that is to follow. */
    private static byte[] lengthened(byte[] message, int by) {
        byte[] longer = message.clone();
        setLength(longer, message.length + by - StunMessage.HEADER_SIZE);
        return longer;
    }

    private static void setLength(byte[] message, int length) {
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
    }

    private static byte[] appended(byte[] message, int type, byte[] value) {
        return ByteBuffer.allocate(message.length + 4 + value.length)
                .put(message)
                .putShort((short) type)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    /** A message without one passes: STUN itself does not ask for it. */
    static void checkFingerprint(ByteBuffer in) {
        AttributeCursor cursor = new AttributeCursor(in);
        while (cursor.next()) {
            if (cursor.type() == FINGERPRINT_TYPE) {
                boolean right =
                        cursor.isLast()
                                && cursor.length() == Integer.BYTES
                                && cursor.value().getInt()
                                        == (crc(before(in, cursor)) ^ FINGERPRINT_MASK);
                if (!right) {
                    throw StunMessage.malformed("FINGERPRINT");
                }
            }
        }
    }

    private static byte[] before(ByteBuffer in, AttributeCursor attribute) {
        byte[] bytes = new byte[attribute.offset()];
        in.get(0, bytes);
        int length =
                attribute.offset()
                        + 4
                        + StunMessage.padded(attribute.length())
                        - StunMessage.HEADER_SIZE;
        setLength(bytes, length);
        return bytes;
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private byte[] hmac(byte[] bytes, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JRE has both
        }
    }
}
