package io.sipcast.ice.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.ice.TransportAddress;
import io.sipcast.sip.route.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The values of attributes, RFC 8489 §14 and RFC 8445 §16.1, without their headers and padding. */
final class AttributeCodec {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int COOKIE_BYTES = 4;

    /** RFC 8489 §14.3 and §14.8 allow as much. */
    private static final int LONGEST_TEXT = 763;

    private AttributeCodec() {}

    /**
     * Reads a value.
     *
     * @param value all of it, and nothing else
     * @param mask the cookie and the transaction id, with which addresses are masked
     */
    static StunAttribute read(int type, ByteBuffer value, byte[] mask) {
        return switch (type) {
            case StunAttribute.Username.TYPE -> new StunAttribute.Username(text(value));
            case StunAttribute.Software.TYPE -> new StunAttribute.Software(text(value));
            case StunAttribute.ErrorCode.TYPE -> errorCode(value);
            case StunAttribute.UnknownAttributes.TYPE -> unknown(value);
            case StunAttribute.XorMappedAddress.TYPE ->
                    new StunAttribute.XorMappedAddress(address(value, mask));
            case StunAttribute.Priority.TYPE ->
                    new StunAttribute.Priority(sized(value, Integer.BYTES).getInt());
            case StunAttribute.UseCandidate.TYPE -> {
                sized(value, 0);
                yield new StunAttribute.UseCandidate();
            }
            case StunAttribute.IceControlled.TYPE ->
                    new StunAttribute.IceControlled(sized(value, Long.BYTES).getLong());
            case StunAttribute.IceControlling.TYPE ->
                    new StunAttribute.IceControlling(sized(value, Long.BYTES).getLong());
            default -> new StunAttribute.Other(type, Bytes.copyOf(bytes(value)));
        };
    }

    static byte[] write(StunAttribute attribute, byte[] mask) {
        return switch (attribute) {
            case StunAttribute.Username(var text) -> text.getBytes(UTF_8);
            case StunAttribute.Software(var text) -> text.getBytes(UTF_8);
            case StunAttribute.ErrorCode(int code, var reason) -> {
                byte[] text = reason.getBytes(UTF_8);
                yield ByteBuffer.allocate(4 + text.length)
                        .putShort((short) 0)
                        .put((byte) (code / 100))
                        .put((byte) (code % 100))
                        .put(text)
                        .array();
            }
            case StunAttribute.UnknownAttributes(var types) -> {
                ByteBuffer out = ByteBuffer.allocate(2 * types.size());
                types.forEach(type -> out.putShort(type.shortValue()));
                yield out.array();
            }
            case StunAttribute.XorMappedAddress(var address) -> address(address, mask);
            case StunAttribute.Priority(int value) ->
                    ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
            case StunAttribute.UseCandidate _ -> new byte[0];
            case StunAttribute.IceControlled(long tie) ->
                    ByteBuffer.allocate(Long.BYTES).putLong(tie).array();
            case StunAttribute.IceControlling(long tie) ->
                    ByteBuffer.allocate(Long.BYTES).putLong(tie).array();
            case StunAttribute.Other(_, var value) -> value.toArray();
        };
    }

    private static String text(ByteBuffer value) {
        if (value.remaining() > LONGEST_TEXT) {
            throw new ProtocolException(Fault.TOO_LARGE, "text of a STUN attribute");
        }
        return new String(bytes(value), UTF_8);
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static ByteBuffer sized(ByteBuffer value, int bytes) {
        if (value.remaining() != bytes) {
            throw malformed(value.remaining() + " bytes instead of " + bytes);
        }
        return value;
    }

    private static StunAttribute errorCode(ByteBuffer value) {
        if (value.remaining() < 4) {
            throw malformed("ERROR-CODE");
        }
        int hundreds = value.getInt() & 0x7FF;
        int code = (hundreds >> 8) * 100 + (hundreds & 0xFF);
        if ((hundreds & 0xFF) > 99 || code < 300 || code > 699) {
            throw malformed("ERROR-CODE " + code);
        }
        return new StunAttribute.ErrorCode(code, text(value));
    }

    private static StunAttribute unknown(ByteBuffer value) {
        if (value.remaining() % 2 != 0) {
            throw malformed("UNKNOWN-ATTRIBUTES");
        }
        List<Integer> types = new ArrayList<>();
        while (value.hasRemaining()) {
            types.add(value.getShort() & 0xFFFF);
        }
        return new StunAttribute.UnknownAttributes(types);
    }

    private static TransportAddress address(ByteBuffer value, byte[] mask) {
        if (value.remaining() < 4) {
            throw malformed("XOR-MAPPED-ADDRESS");
        }
        int family = value.getShort() & 0xFF;
        int port = (value.getShort() & 0xFFFF) ^ portMask(mask);
        byte[] ip = bytes(value);
        if (ip.length != (family == IPV4 ? 4 : 16) || (family != IPV4 && family != IPV6)) {
            throw malformed("XOR-MAPPED-ADDRESS");
        }
        return new TransportAddress(IpAddress.of(masked(ip, mask)), port);
    }

    private static byte[] address(TransportAddress address, byte[] mask) {
        byte[] ip = address.ip().toBytes();
        return ByteBuffer.allocate(4 + ip.length)
                .putShort((short) (ip.length == COOKIE_BYTES ? IPV4 : IPV6))
                .putShort((short) (address.port() ^ portMask(mask)))
                .put(masked(ip, mask))
                .array();
    }

    private static int portMask(byte[] mask) {
        return ((mask[0] & 0xFF) << 8) | (mask[1] & 0xFF);
    }

    private static byte[] masked(byte[] ip, byte[] mask) {
        byte[] out = new byte[ip.length];
        for (int i = 0; i < ip.length; i++) {
            out[i] = (byte) (ip[i] ^ mask[i]);
        }
        return out;
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException(Fault.MALFORMED, "STUN: " + what);
    }
}
