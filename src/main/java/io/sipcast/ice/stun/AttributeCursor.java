package io.sipcast.ice.stun;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;

/** Goes from one attribute of a datagram to the next. */
final class AttributeCursor {
    private final ByteBuffer in;
    private int at;
    private int next = StunMessage.HEADER_SIZE;

    /**
     * Before the first attribute.
     *
     * @param in the whole datagram from its index 0 on
     * @throws ProtocolException when the header's length is not the datagram's
     */
    AttributeCursor(ByteBuffer in) {
        this.in = in;
        if (in.remaining() < StunMessage.HEADER_SIZE) {
            throw new ProtocolException(Fault.TRUNCATED, "STUN header");
        }
        int length = in.getShort(2) & 0xFFFF;
        if ((in.get(0) & 0xC0) != 0
                || in.getInt(4) != StunMessage.COOKIE
                || length != in.remaining() - StunMessage.HEADER_SIZE
                || length % 4 != 0) {
            throw StunMessage.malformed("header");
        }
    }

    /**
     * Goes on; false at the end.
     *
     * @throws ProtocolException when an attribute is cut off
     */
    boolean next() {
        at = next;
        if (at == in.limit()) {
            return false;
        }
        if (in.limit() - at < 4 || in.limit() - at - 4 < StunMessage.padded(length())) {
            throw new ProtocolException(Fault.TRUNCATED, "STUN attribute");
        }
        next = at + 4 + StunMessage.padded(length());
        return true;
    }

    int type() {
        return in.getShort(at) & 0xFFFF;
    }

    /** Without padding. */
    int length() {
        return in.getShort(at + 2) & 0xFFFF;
    }

    /** Where its header is. */
    int offset() {
        return at;
    }

    boolean isLast() {
        return next == in.limit();
    }

    ByteBuffer value() {
        return in.slice(at + 4, length());
    }
}
