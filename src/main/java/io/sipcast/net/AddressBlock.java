package io.sipcast.net;

import java.net.InetAddress;
import java.util.Optional;

/** A range of addresses in CIDR notation, RFC 4632 and RFC 4291 §2.3; one address is a range. */
public record AddressBlock(InetAddress network, int prefixLength) {
    public AddressBlock {
        int bits = network.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length /" + prefixLength);
        }
    }

    /** Empty when the text is no address literal, so perhaps a host name. */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress network;
        try {
            network = InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int all = network.getAddress().length * 8;
        return Optional.of(
                new AddressBlock(
                        network, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1))));
    }

    /** An address of the other family is never in the range. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >>> (8 - rest) == 0;
    }
}
