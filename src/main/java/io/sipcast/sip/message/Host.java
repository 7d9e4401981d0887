package io.sipcast.sip.message;

import java.util.HexFormat;

/** The host of a URI or a Via: a name, an IPv4 address, or an IPv6 address without brackets. */
final class Host {
    private static final int IPV6_GROUPS = 8;

    private Host() {}

    /** Underscores are in no grammar and in many names. */
    static boolean isNameChar(char c) {
        return Lexer.isAlphanumeric(c) || c == '.' || c == '-' || c == '_';
    }

    static boolean isValid(String host) {
        if (host.indexOf(':') >= 0) {
            return isIpv6(host);
        }
        for (int i = 0; i < host.length(); i++) {
            if (!isNameChar(host.charAt(i))) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /** RFC 3261 §25.1 and RFC 5118 §4.1: up to eight groups, {@code ::} once, IPv4 may end it. */
    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == IPV6_GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String head = text.substring(0, gap);
        String tail = text.substring(gap + 2);
        int before = head.isEmpty() ? 0 : groups(head);
        int after = tail.isEmpty() ? 0 : groups(tail);
        return before >= 0 && after >= 0 && head.indexOf('.') < 0 && before + after < IPV6_GROUPS;
    }

    /** How many 16-bit groups the text holds, or -1 when it isn't groups with colons between. */
    private static int groups(String text) {
        int count = 0;
        int start = 0;
        while (true) {
            int end = text.indexOf(':', start);
            String group = end < 0 ? text.substring(start) : text.substring(start, end);
            if (end < 0 && group.indexOf('.') >= 0) {
                return isIpv4(group) ? count + 2 : -1;
            }
            if (!isHexGroup(group)) {
                return -1;
            }
            count++;
            if (end < 0) {
                return count;
            }
            start = end + 1;
        }
    }

    private static boolean isHexGroup(String group) {
        for (int i = 0; i < group.length(); i++) {
            if (!HexFormat.isHexDigit(group.charAt(i))) {
                return false;
            }
        }
        return !group.isEmpty() && group.length() <= 4;
    }

    static boolean isIpv4(String text) {
        int parts = 0;
        int start = 0;
        while (start <= text.length()) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!isOctet(text.substring(start, end))) {
                return false;
            }
            parts++;
            start = end + 1;
        }
        return parts == 4;
    }

    private static boolean isOctet(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Lexer.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 3 && Integer.parseInt(text) <= 255;
    }

    static void print(String host, int port, StringBuilder out) {
        if (host.indexOf(':') >= 0) {
            out.append('[').append(host).append(']');
        } else {
            out.append(host);
        }
        if (port != SipUri.NO_PORT) {
            out.append(':').append(port);
        }
    }
}
