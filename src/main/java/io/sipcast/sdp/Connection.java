package io.sipcast.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The c= line, RFC 8866 §5.7.
 *
 * @param type IP4 or IP6
 * @param address a literal address or a name
 */
public record Connection(String type, String address) {
    private static final Set<String> TYPES = Set.of("IP4", "IP6");

    public Connection {
        if (!TYPES.contains(type) || !isWord(address)) {
            throw new IllegalArgumentException("connection address");
        }
    }

    /** The type is told by the colon that only IPv6 addresses have. */
    public static Connection of(String address) {
        return new Connection(address.indexOf(':') >= 0 ? "IP6" : "IP4", address);
    }

    static Connection parse(String text) {
        List<String> fields = Fields.split(text);
        if (fields.size() != 3 || !fields.get(0).equalsIgnoreCase("IN")) {
            throw Fields.malformed("address", text);
        }
        String type = fields.get(1).toUpperCase(Locale.ROOT);
        String address = withoutTtl(fields.get(2));
        if (!TYPES.contains(type) || !isWord(address)) {
            throw Fields.malformed("address", text);
        }
        return new Connection(type, address);
    }

    private static boolean isWord(String address) {
        return !address.isEmpty()
                && address.chars()
                        .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    /** A multicast address brings a TTL and a count behind slashes. */
    private static String withoutTtl(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    /** The unspecified address: how RFC 2543 put a call on hold. */
    public boolean isHold() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    String print() {
        return "IN " + type + " " + address;
    }
}
