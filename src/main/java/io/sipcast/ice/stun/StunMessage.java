package io.sipcast.ice.stun;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message, RFC 8489 §5:
 *
 * <pre>
 *  0                   1                   2                   3
 * |0 0|  class and method         |         message length        |
 * |                      magic cookie 2112A442                    |
 * |                     transaction id (96 bits)                  |
 * </pre>
 *
 * @param method {@link #BINDING}, or another that means nothing to ICE
 * @param transactionId 12 bytes
 * @param attributes in their order; what follows MESSAGE-INTEGRITY is not among them
 */
public record StunMessage(
        StunClass kind, int method, Bytes transactionId, List<StunAttribute> attributes) {
    public static final int BINDING = 1;

    static final int HEADER_SIZE = 20;
    static final int COOKIE = 0x2112A442;

    private static final int ID_SIZE = 12;

    /**
     * Those that need no 420 though {@link StunAttribute} has no name for them: MAPPED-ADDRESS, the
     * two integrities, REALM, NONCE, PASSWORD-ALGORITHM, USERHASH.
     */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(
                    0x0001,
                    StunIntegrity.SHA1_TYPE,
                    0x0014,
                    0x0015,
                    StunIntegrity.SHA256_TYPE,
                    0x001D,
                    0x001E);

    public StunMessage {
        attributes = List.copyOf(attributes);
        if (transactionId.size() != ID_SIZE || method < 0 || method > 0xFFF) {
            throw new IllegalArgumentException("STUN header");
        }
    }

    /** A new Binding request. */
    public static StunMessage request(RandomGenerator random, List<StunAttribute> attributes) {
        byte[] id = new byte[ID_SIZE];
        random.nextBytes(id);
        return new StunMessage(StunClass.REQUEST, BINDING, Bytes.copyOf(id), attributes);
    }

    /** What answers this request. */
    public StunMessage answer(StunClass as, StunAttribute... with) {
        return new StunMessage(as, method, transactionId, List.of(with));
    }

    /**
     * Whether a datagram of a media port is for STUN: RFC 7983 §7 goes by the first byte, the
     * cookie makes it sure. Leaves the position where it is.
     */
    public static boolean isStun(ByteBuffer datagram) {
        int at = datagram.position();
        return datagram.remaining() >= HEADER_SIZE
                && (datagram.get(at) & 0xFF) < 4
                && datagram.getInt(at + 4) == COOKIE;
    }

    /**
     * Reads a datagram, and leaves its position where it is. A FINGERPRINT must be right, the
     * integrity is for {@link StunIntegrity#verify} to look at.
     *
     * @throws ProtocolException for anything that is no whole message
     */
    public static StunMessage read(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice();
        StunIntegrity.checkFingerprint(in);
        int type = in.getShort(0);
        byte[] mask = new byte[4 + ID_SIZE];
        in.get(4, mask);
        List<StunAttribute> attributes = new ArrayList<>();
        AttributeCursor cursor = new AttributeCursor(in);
        while (cursor.next() && cursor.type() != StunIntegrity.SHA1_TYPE) {
            if (cursor.type() != StunIntegrity.SHA256_TYPE
                    && cursor.type() != StunIntegrity.FINGERPRINT_TYPE) {
                attributes.add(AttributeCodec.read(cursor.type(), cursor.value(), mask));
            }
        }
        int kind = ((type & 0x100) >> 7) | ((type & 0x10) >> 4);
        int method = (type & 0xF) | ((type & 0xE0) >> 1) | ((type & 0x3E00) >> 2);
        return new StunMessage(
                StunClass.of(kind), method, Bytes.copyOf(mask, 4, mask.length), attributes);
    }

    /** Header and attributes, without integrity and fingerprint. */
    byte[] writeBare() {
        byte[] mask =
                ByteBuffer.allocate(4 + ID_SIZE)
                        .putInt(COOKIE)
                        .put(transactionId.toArray())
                        .array();
        List<byte[]> values = new ArrayList<>();
        int length = 0;
        for (StunAttribute attribute : attributes) {
            byte[] value = AttributeCodec.write(attribute, mask);
            values.add(value);
            length += 4 + padded(value.length);
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER_SIZE + length);
        out.putShort((short) typeField()).putShort((short) length).put(mask);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            out.putShort((short) attributes.get(i).type()).putShort((short) value.length);
            out.put(value).put(new byte[padded(value.length) - value.length]);
        }
        return out.array();
    }

    /** The bits of the class stand between those of the method. */
    private int typeField() {
        int bits = kind.bits();
        return (method & 0xF)
                | ((bits & 1) << 4)
                | ((method & 0x70) << 1)
                | ((bits & 2) << 7)
                | ((method & 0xF80) << 2);
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** The first attribute of this type; null when there is none. */
    public <T extends StunAttribute> @Nullable T find(Class<T> type) {
        for (StunAttribute attribute : attributes) {
            if (type.isInstance(attribute)) {
                return type.cast(attribute);
            }
        }
        return null;
    }

    public boolean has(Class<? extends StunAttribute> type) {
        return find(type) != null;
    }

    /** Types that must be understood and are not, RFC 8489 §6.3. */
    public List<Integer> notUnderstood() {
        return attributes.stream()
                .filter(StunAttribute.Other.class::isInstance)
                .map(StunAttribute::type)
                .filter(type -> type < StunAttribute.FIRST_OPTIONAL && !UNDERSTOOD.contains(type))
                .distinct()
                .toList();
    }

    static ProtocolException malformed(String what) {
        return new ProtocolException(Fault.MALFORMED, "STUN: " + what);
    }
}
