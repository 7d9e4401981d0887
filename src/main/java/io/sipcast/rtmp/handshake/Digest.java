package io.sipcast.rtmp.handshake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The digest that Flash peers hide in C1 and S1 and answer in C2 and S2: HMAC-SHA256 with published
 * keys. It proves nothing, but some servers want it, and some players only then decode H.264.
 *
 * <p>The digest covers the packet without itself. Its place is the sum of four bytes, in one of two
 * schemes: the digest's block comes first, or the key's block does.
 */
final class Digest {
    static final int SIZE = 32;

    private static final int BLOCK = 764;
    private static final int PLACES = BLOCK - 4 - SIZE;
    private static final int HEADER = 8;
    private static final int ANSWER_AT = Packet.SIZE - SIZE;

    private static final byte[] COMMON_KEY =
            HexFormat.of()
                    .parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    /** Which end made a packet. */
    enum Maker {
        CLIENT("Genuine Adobe Flash Player 001"),
        SERVER("Genuine Adobe Flash Media Server 001");

        private final String name;

        Maker(String name) {
            this.name = name;
        }

        /** For digests. */
        private byte[] key() {
            return name.getBytes(StandardCharsets.US_ASCII);
        }

        /** For answers. */
        private byte[] longKey() {
            byte[] key = Arrays.copyOf(key(), name.length() + SIZE);
            System.arraycopy(COMMON_KEY, 0, key, name.length(), SIZE);
            return key;
        }
    }

    /** Where the four bytes stand that tell the digest's place. */
    enum Scheme {
        DIGEST_FIRST(HEADER),
        KEY_FIRST(HEADER + BLOCK);

        private final int at;

        Scheme(int at) {
            this.at = at;
        }

        int digestAt(byte[] packet) {
            int sum = 0;
            for (int i = at; i < at + 4; i++) {
                sum += packet[i] & 0xFF;
            }
            return at + 4 + sum % PLACES;
        }
    }

    private Digest() {}

    /** Puts the digest into C1 or S1 and returns it. */
    static byte[] sign(byte[] packet, Maker maker, Scheme scheme) {
        int at = scheme.digestAt(packet);
        byte[] digest = digest(packet, at, maker);
        System.arraycopy(digest, 0, packet, at, SIZE);
        return digest;
    }

    /** Whether C1 or S1 holds the digest that this scheme puts there. */
    static boolean isSigned(byte[] packet, Maker maker, Scheme scheme) {
        int at = scheme.digestAt(packet);
        return MessageDigest.isEqual(
                digest(packet, at, maker), Arrays.copyOfRange(packet, at, at + SIZE));
    }

    static byte[] read(byte[] packet, Scheme scheme) {
        int at = scheme.digestAt(packet);
        return Arrays.copyOfRange(packet, at, at + SIZE);
    }

    /** Makes C2 or S2 of a random packet: its end answers the digest of the peer's S1 or C1. */
    static void answer(byte[] packet, Maker maker, byte[] peerDigest) {
        byte[] digest = answerDigest(packet, maker, peerDigest);
        System.arraycopy(digest, 0, packet, ANSWER_AT, SIZE);
    }

    /** Whether C2 or S2 answers the digest that we sent. */
    static boolean isAnswer(byte[] packet, Maker maker, byte[] ourDigest) {
        return MessageDigest.isEqual(
                answerDigest(packet, maker, ourDigest),
                Arrays.copyOfRange(packet, ANSWER_AT, Packet.SIZE));
    }

    private static byte[] digest(byte[] packet, int at, Maker maker) {
        Mac mac = mac(maker.key());
        mac.update(packet, 0, at);
        mac.update(packet, at + SIZE, Packet.SIZE - at - SIZE);
        return mac.doFinal();
    }

    private static byte[] answerDigest(byte[] packet, Maker maker, byte[] challenge) {
        Mac mac = mac(mac(maker.longKey()).doFinal(challenge));
        mac.update(packet, 0, ANSWER_AT);
        return mac.doFinal();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
