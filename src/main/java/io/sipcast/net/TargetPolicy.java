package io.sipcast.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateway may be made to connect: {@code net.allowed-targets}. The caller of the REST
 * interface chooses rtmpUrl, SIP domain and proxy, so without this it could reach into our network.
 *
 * <p>A host is resolved once, every address is checked, and the connection goes to a checked
 * address, never to the name again: a name that resolves to something else the second time gains
 * nothing. An entry is a CIDR block, an address, a host name, {@code *.suffix} or {@code loopback}.
 * No entries allow everything but link-local, multicast, broadcast and unspecified addresses, and a
 * name that is allowed by name cannot lead to those either. Immutable.
 */
public final class TargetPolicy {
    private static final AddressBlock THIS_NETWORK = block("0.0.0.0/8");
    private static final AddressBlock BROADCAST = block("255.255.255.255");
    private static final AddressBlock NAT64 = block("64:ff9b::/96"); // RFC 6052 §2.1
    private static final AddressBlock SIX_TO_FOUR = block("2002::/16"); // RFC 3056 §2
    private static final AddressBlock IPV4_COMPATIBLE = block("::/96"); // RFC 4291 §2.5.5.1

    private final List<AddressBlock> blocks = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Resolver resolver;
    private boolean loopback;

    /** Turns a host into addresses; may wait. */
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /**
     * The policy of a configuration.
     *
     * @param entries empty for the default
     * @throws IllegalArgumentException naming an entry that is none
     */
    public TargetPolicy(List<String> entries) {
        this(entries, host -> List.of(InetAddress.getAllByName(host)));
    }

    TargetPolicy(List<String> entries, Resolver resolver) {
        this.resolver = resolver;
        for (String entry : entries) {
            add(entry.strip().toLowerCase(Locale.ROOT));
        }
    }

    private void add(String entry) {
        try {
            Optional<AddressBlock> block = AddressBlock.parse(unbracketed(entry));
            if (block.isPresent()) {
                blocks.add(block.get());
            } else if (entry.equals("loopback")) {
                loopback = true;
            } else if (entry.matches("(\\*\\.)?[\\w-]+(\\.[\\w-]+)*\\.?")) {
                names.add(withoutDot(entry));
            } else {
                throw new IllegalArgumentException("not an address, block or name");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "net.allowed-targets: \"" + entry + "\": " + e.getMessage(), e);
        }
    }

    /**
     * The addresses of {@code host} that may be connected to, in the resolver's order. Waits for
     * DNS: call it on a virtual thread, never on a loop.
     *
     * @throws UnknownHostException with a sentence for the user when there is no such host
     * @throws TargetRefusedException when no address of it is allowed
     */
    public List<InetSocketAddress> resolve(String host, int port)
            throws UnknownHostException, TargetRefusedException {
        List<InetSocketAddress> allowed = new ArrayList<>();
        @Nullable TargetRefusedException refused = null;
        for (InetAddress address : lookUp(unbracketed(host))) {
            try {
                check(host, address);
                allowed.add(new InetSocketAddress(address, port));
            } catch (TargetRefusedException e) {
                refused = e;
            }
        }
        if (allowed.isEmpty()) {
            if (refused != null) {
                throw refused;
            }
            throw new UnknownHostException(noSuchHost(host));
        }
        return allowed;
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            var sentence = new UnknownHostException(noSuchHost(host));
            sentence.initCause(e);
            throw sentence;
        }
    }

    private static String noSuchHost(String host) {
        return "The host " + host + " is unknown: its name does not resolve to an address.";
    }

    /** Asked again when the connection is made; see {@link #resolve} for the sentence. */
    public void check(String host, InetAddress address) throws TargetRefusedException {
        Optional<String> reason = refusal(host, address);
        if (reason.isPresent()) {
            throw new TargetRefusedException(reason.get());
        }
    }

    /** Why this address of this host may not be connected to, as a sentence. */
    public Optional<String> refusal(String host, InetAddress address) {
        InetAddress meant = embeddedIpv4(address);
        if (blocks.stream().anyMatch(block -> block.contains(address))) {
            return Optional.empty();
        }
        Optional<String> never = neverByDefault(meant);
        if (never.isPresent()) {
            return Optional.of(sentence(host, address, "it is " + never.get()));
        }
        boolean all = blocks.isEmpty() && names.isEmpty() && !loopback;
        if (all || (loopback && meant.isLoopbackAddress()) || named(host)) {
            return Optional.empty();
        }
        return Optional.of(sentence(host, address, "no entry of the list matches it"));
    }

    /** Whether the address is of the kind that only an entry for it opens: link-local and so on. */
    public boolean neverAllows(InetAddress address) {
        return neverByDefault(embeddedIpv4(address)).isPresent()
                && blocks.stream().noneMatch(block -> block.contains(address));
    }

    private static Optional<String> neverByDefault(InetAddress address) {
        if (address.isLinkLocalAddress()) {
            return Optional.of("a link-local address");
        }
        if (address.isMulticastAddress() || BROADCAST.contains(address)) {
            return Optional.of("a multicast or broadcast address");
        }
        if (address.isAnyLocalAddress() || THIS_NETWORK.contains(address)) {
            return Optional.of("an unspecified address");
        }
        return Optional.empty();
    }

    private boolean named(String host) {
        String asked = withoutDot(unbracketed(host).toLowerCase(Locale.ROOT));
        return names.stream()
                .anyMatch(name ->
                        name.startsWith("*.")
                                ? asked.endsWith(name.substring(1))
                                : asked.equals(name));
    }

    private static String sentence(String host, InetAddress address, String reason) {
        String literal = address.getHostAddress();
        String target = unbracketed(host).equals(literal) ? literal : host + " (" + literal + ")";
        return "Connecting to "
                + target
                + " is not allowed by net.allowed-targets: "
                + reason
                + ".";
    }

    /** The IPv4 address that a translator or tunnel would make of an IPv6 address. */
    private static InetAddress embeddedIpv4(InetAddress address) {
        if (address instanceof Inet4Address || address.isLoopbackAddress()) {
            return address;
        }
        if (NAT64.contains(address)) {
            return ipv4(address, 12);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return ipv4(address, 2);
        }
        return IPV4_COMPATIBLE.contains(address) ? ipv4(address, 12) : address;
    }

    private static InetAddress ipv4(InetAddress address, int offset) {
        byte[] bytes = new byte[4];
        System.arraycopy(address.getAddress(), offset, bytes, 0, 4);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }

    private static AddressBlock block(String cidr) {
        return AddressBlock.parse(cidr).orElseThrow();
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    @Override
    public String toString() {
        return "allowed targets: blocks " + blocks + ", names " + names + ", loopback " + loopback;
    }
}
