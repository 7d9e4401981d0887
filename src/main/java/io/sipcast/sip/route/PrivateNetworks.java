package io.sipcast.sip.route;

/**
 * Addresses that mean something only to their neighbours: loopback, unspecified, link-local,
 * private (RFC 1918, RFC 4193) and those behind a carrier's NAT (RFC 6598).
 */
public final class PrivateNetworks {
    private PrivateNetworks() {}

    public static boolean contains(IpAddress ip) {
        return ip.v6() ? isPrivateV6(ip) : isPrivateV4((int) ip.low());
    }

    private static boolean isPrivateV4(int ip) {
        return ip >>> 24 == 0
                || ip >>> 24 == 10
                || ip >>> 24 == 127
                || ip >>> 22 == (100 << 2 | 64 >> 6)
                || ip >>> 20 == (172 << 4 | 16 >> 4)
                || ip >>> 16 == (192 << 8 | 168)
                || ip >>> 16 == (169 << 8 | 254);
    }

    private static boolean isPrivateV6(IpAddress ip) {
        return ip.high() >>> 57 == 0xFC >> 1 // fc00::/7
                || ip.high() >>> 54 == 0xFE80 >> 6 // fe80::/10
                || (ip.high() == 0 && ip.low() >>> 1 == 0); // :: and ::1
    }
}
