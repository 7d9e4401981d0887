package io.sipcast.rtmp.amf;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the simple values of AMF3, §3, as AMF0 has them. */
final class Amf3Scalar {
    private static final int UNDEFINED = 0x00;
    private static final int NULL = 0x01;
    private static final int FALSE = 0x02;
    private static final int TRUE = 0x03;
    private static final int INTEGER = 0x04;
    private static final int DOUBLE = 0x05;
    private static final int STRING = 0x06;

    private Amf3Scalar() {}

    /** Anything else is undefined, and the buffer is at its end then. */
    static AmfValue read(ByteBuffer in) {
        return switch (in.get()) {
            case UNDEFINED -> AmfValue.UNDEFINED;
            case NULL -> AmfValue.NULL;
            case FALSE -> AmfValue.of(false);
            case TRUE -> AmfValue.of(true);
            case INTEGER -> AmfValue.of(signed29(u29(in)));
            case DOUBLE -> AmfValue.of(in.getDouble());
            case STRING -> string(in);
            default -> {
                in.position(in.limit());
                yield AmfValue.UNDEFINED;
            }
        };
    }

    /** §3.8: the low bit says whether the text follows or was sent before. */
    private static AmfValue string(ByteBuffer in) {
        int head = u29(in);
        if ((head & 1) == 0) {
            return AmfValue.UNDEFINED;
        }
        int size = head >>> 1;
        if (size > in.remaining()) {
            throw new ProtocolException(Fault.TRUNCATED, "AMF3 string of " + size + " B");
        }
        byte[] text = new byte[size];
        in.get(text);
        return AmfValue.of(new String(text, StandardCharsets.UTF_8));
    }

    /** §1.3.1: seven bits a byte, except that the fourth has eight. */
    private static int u29(ByteBuffer in) {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int next = in.get();
            value = value << 7 | (next & 0x7F);
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | (in.get() & 0xFF);
    }

    private static int signed29(int value) {
        return value << 3 >> 3;
    }
}
