package io.sipcast.web;

import java.net.InetAddress;
import java.util.Locale;

/** Host names as they stand in a Host field or in the configuration. */
final class HostName {
    private HostName() {}

    /** The name without port, brackets and root dot, in lower case. */
    static String of(String hostAndPort) {
        String text = hostAndPort.trim().toLowerCase(Locale.ROOT);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        boolean port = colon >= 0 && colon == text.lastIndexOf(':'); // else a bare IPv6 address
        String name = port ? text.substring(0, colon) : text;
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether a name always means this machine: no foreign DNS server can lead it elsewhere. */
    static boolean isLoopback(String name) {
        return name.equals("localhost") || (isLiteral(name) && literal(name).isLoopbackAddress());
    }

    static boolean is(String name, InetAddress address) {
        return isLiteral(name) && literal(name).equals(address);
    }

    private static boolean isLiteral(String name) {
        try {
            var _ = literal(name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static InetAddress literal(String name) {
        return InetAddress.ofLiteral(name);
    }
}
