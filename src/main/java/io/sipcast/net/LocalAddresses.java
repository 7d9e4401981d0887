package io.sipcast.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The address of ours that the routing table picks for a destination: what Via, Contact and SDP
 * must name. Found with a UDP socket that is connected and never written to; no packet leaves. An
 * answer is kept for some seconds, since routes change. Safe for use by any thread, also a loop.
 */
public final class LocalAddresses {
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MOST_KEPT = 1024;
    private static final int ANY_PORT = 9; // discard, RFC 863; the route does not depend on it

    private final @Nullable InetAddress fixed;
    private final Advertised advertised;
    private final LongSupplier nanoClock;
    private final LinkedHashMap<InetAddress, Known> known =
            new LinkedHashMap<InetAddress, Known>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
                    return size() > MOST_KEPT;
                }
            };

    /**
     * Takes what {@code sip.address} says.
     *
     * @param fixed the one address to use for every destination, or null to ask the routing table
     */
    public LocalAddresses(@Nullable InetAddress fixed) {
        this(fixed, Advertised.NOTHING);
    }

    /** The same, with what is shown of it beyond a NAT. */
    public LocalAddresses(@Nullable InetAddress fixed, Advertised advertised) {
        this(fixed, advertised, System::nanoTime);
    }

    LocalAddresses(@Nullable InetAddress fixed, LongSupplier nanoClock) {
        this(fixed, Advertised.NOTHING, nanoClock);
    }

    private LocalAddresses(
            @Nullable InetAddress fixed, Advertised advertised, LongSupplier nanoClock) {
        this.fixed = fixed;
        this.advertised = advertised;
        this.nanoClock = nanoClock;
    }

    /** What those beyond a NAT are shown instead. */
    public Advertised advertised() {
        return advertised;
    }

    /**
     * Our address towards {@code destination}.
     *
     * @throws IOException when no route leads there
     */
    public InetAddress towards(InetAddress destination) throws IOException {
        if (fixed != null && fixed.getClass() != destination.getClass()) {
            throw new IOException(
                    "%s cannot be reached from sip.address %s: one is IPv4, the other IPv6."
                            .formatted(destination.getHostAddress(), fixed.getHostAddress()));
        }
        if (fixed != null) {
            return fixed;
        }
        long now = nanoClock.getAsLong();
        synchronized (known) {
            Known entry = known.get(destination);
            if (entry != null && now - entry.sinceNanos() < KEPT_NANOS) {
                return entry.local();
            }
        }
        InetAddress local = ask(destination);
        synchronized (known) {
            known.putLast(destination, new Known(local, now));
        }
        return local;
    }

    private static InetAddress ask(InetAddress destination) throws IOException {
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.connect(new InetSocketAddress(destination, ANY_PORT));
            return ((InetSocketAddress) socket.getLocalAddress()).getAddress();
        } catch (IOException e) {
            throw new IOException("No route leads to " + destination.getHostAddress() + ".", e);
        }
    }

    private record Known(InetAddress local, long sinceNanos) {}
}
