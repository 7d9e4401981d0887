package io.sipcast.ice;

import io.sipcast.sip.route.IpAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A UDP candidate, RFC 8839 §5.1.
 *
 * @param component 1 for RTP, 2 for RTCP
 * @param priority unsigned, 32 bits
 * @param related where it was seen from, for a person; null when not said
 */
public record Candidate(
        String foundation,
        int component,
        long priority,
        TransportAddress address,
        CandidateType type,
        @Nullable TransportAddress related) {
    public static final int RTP = 1;
    public static final int RTCP = 2;

    private static final Pattern FOUNDATION = Pattern.compile("[A-Za-z0-9+/]{1,32}");
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final long MAX_PRIORITY = 0xFFFF_FFFFL;

    public Candidate {
        if (!FOUNDATION.matcher(foundation).matches()
                || component < 1
                || component > 256
                || priority < 0
                || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("candidate");
        }
    }

    /**
     * Reads the value of a=candidate. Empty for what is no UDP candidate that could be used:
     * another transport, a name (as browsers put in the place of private addresses), a group
     * address.
     */
    public static Optional<Candidate> parse(String text) {
        String[] fields = SPACES.split(text.strip());
        if (fields.length < 8 || !fields[2].equalsIgnoreCase("UDP") || !fields[6].equals("typ")) {
            return Optional.empty();
        }
        TransportAddress address = address(fields[4], fields[5]);
        Optional<CandidateType> type = CandidateType.of(fields[7]);
        if (address == null || type.isEmpty() || !isReachable(address)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Candidate(
                            fields[0],
                            Integer.parseInt(fields[1]),
                            Long.parseLong(fields[3]),
                            address,
                            type.get(),
                            related(fields)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static @Nullable TransportAddress related(String[] fields) {
        String host = extension(fields, "raddr");
        String port = extension(fields, "rport");
        return host == null || port == null ? null : address(host, port);
    }

    private static @Nullable String extension(String[] fields, String name) {
        for (int i = 8; i + 1 < fields.length; i += 2) {
            if (fields[i].equals(name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    private static @Nullable TransportAddress address(String host, String port) {
        IpAddress ip = IpAddress.parse(host);
        try {
            return ip == null ? null : new TransportAddress(ip, Integer.parseInt(port));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Not the unspecified address, none of a group, and a port. */
    private static boolean isReachable(TransportAddress address) {
        byte[] ip = address.ip().toBytes();
        boolean group = address.ip().v6() ? ip[0] == (byte) 0xFF : (ip[0] & 0xFF) >= 224;
        boolean unspecified = address.ip().high() == 0 && address.ip().low() == 0;
        return address.port() != 0 && !group && !unspecified;
    }

    /** The value of a=candidate. */
    public String print() {
        String text =
                "%s %d UDP %d %s %d typ %s"
                        .formatted(
                                foundation,
                                component,
                                priority,
                                address.ip(),
                                address.port(),
                                type.token());
        return related == null
                ? text
                : text + " raddr " + related.ip() + " rport " + related.port();
    }
}
