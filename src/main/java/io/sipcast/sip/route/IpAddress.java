package io.sipcast.sip.route;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a value, without the sockets' classes. An IPv4 address mapped into
 * IPv6 is the IPv4 address.
 *
 * @param high the first 8 bytes of an IPv6 address, 0 for IPv4
 * @param low the last 8 bytes, or the 4 bytes of an IPv4 address
 */
public record IpAddress(boolean v6, long high, long low) {
    private static final long MAPPED = 0xFFFFL; // ::ffff:a.b.c.d, RFC 4291 §2.5.5.2

    public IpAddress {
        if (v6 && high == 0 && low >>> 32 == MAPPED) {
            v6 = false;
            low &= 0xFFFFFFFFL;
        }
    }

    /** From 4 or 16 bytes in network order. */
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> new IpAddress(false, 0, bigEndian(bytes, 0, 4));
            case 16 -> new IpAddress(true, bigEndian(bytes, 0, 8), bigEndian(bytes, 8, 16));
            default -> throw new IllegalArgumentException(bytes.length + " bytes of address");
        };
    }

    private static long bigEndian(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** 4 or 16 bytes in network order. */
    public byte[] toBytes() {
        byte[] bytes = new byte[v6 ? 16 : 4];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) (fromEnd < 8 ? low >>> (8 * fromEnd) : high >>> (8 * (fromEnd - 8)));
        }
        return bytes;
    }

    /** Reads an address, with or without the brackets of a URI; null for a name. */
    public static @Nullable IpAddress parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bare.indexOf(':') >= 0) {
            return parseV6(bare);
        }
        long v4 = bracketed ? -1 : parseV4(bare);
        return v4 < 0 ? null : new IpAddress(false, 0, v4);
    }

    /** The four bytes, or -1. */
    private static long parseV4(String text) {
        long value = 0;
        int digits = 0;
        int part = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                part = 10 * part + (c - '0');
                digits++;
            } else if (c == '.' && digits > 0) {
                value = (value << 8) | part;
                part = 0;
                digits = 0;
                dots++;
            } else {
                return -1;
            }
            if (part > 255 || digits > 3 || dots > 3) {
                return -1;
            }
        }
        return dots == 3 && digits > 0 ? (value << 8) | part : -1;
    }

    private static @Nullable IpAddress parseV6(String text) {
        int gap = text.indexOf("::");
        int[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int given = head.length + tail.length;
        if (gap < 0 ? given != 8 : given > 7) {
            return null;
        }
        int[] all = new int[8];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
        return new IpAddress(true, fourGroups(all, 0), fourGroups(all, 4));
    }

    private static long fourGroups(int[] groups, int from) {
        return ((long) groups[from] << 48)
                | ((long) groups[from + 1] << 32)
                | ((long) groups[from + 2] << 16)
                | groups[from + 3];
    }

    /** The 16-bit groups; an IPv4 address may stand for the last two. */
    private static int @Nullable [] groups(String text, boolean mayEndInV4) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        boolean v4 = mayEndInV4 && parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (v4 ? 1 : 0)];
        for (int i = 0; i < parts.length - (v4 ? 1 : 0); i++) {
            if (parts[i].isEmpty() || parts[i].length() > 4 || !isHex(parts[i])) {
                return null;
            }
            groups[i] = HexFormat.fromHexDigits(parts[i]);
        }
        if (v4) {
            long last = parseV4(parts[parts.length - 1]);
            if (last < 0) {
                return null;
            }
            groups[groups.length - 2] = (int) (last >>> 16);
            groups[groups.length - 1] = (int) last & 0xFFFF;
        }
        return groups;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(HexFormat::isHexDigit);
    }

    /** As the host of a URI or of a Via: IPv6 in brackets. */
    public String uriHost() {
        return v6 ? "[" + this + "]" : toString();
    }

    /** The usual text, IPv6 shortened as RFC 5952 §4 wants it. */
    @Override
    public String toString() {
        return v6
                ? v6Text()
                : (low >>> 24)
                        + "."
                        + (low >>> 16 & 255)
                        + "."
                        + (low >>> 8 & 255)
                        + "."
                        + (low & 255);
    }

    private int group(int i) {
        return (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xFFFF);
    }

    private String v6Text() {
        int start = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return length < 2 ? join(0, 8) : join(0, start) + "::" + join(start + length, 8);
    }

    private String join(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }
}
