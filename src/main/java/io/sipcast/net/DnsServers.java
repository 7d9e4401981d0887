package io.sipcast.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;

/**
 * Whom to ask, and how short names are made long.
 *
 * @param search domains that a short name may belong to
 * @param dots from this many on a name is tried as it is before it is searched for
 */
record DnsServers(List<InetSocketAddress> servers, List<Name> search, int dots) {
    private static final Duration REREAD = Duration.ofMinutes(1);

    DnsServers {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    /** These, as {@code net.dns-servers} names them; else those of the system. */
    static Supplier<DnsServers> of(List<InetSocketAddress> configured) {
        if (configured.isEmpty()) {
            return new OfSystem();
        }
        var servers = new DnsServers(configured, List.of(), 1);
        return () -> servers;
    }

    /** Read again now and then: the machine may move to another network. */
    private static final class OfSystem implements Supplier<DnsServers> {
        private long readNanos = System.nanoTime();

        @Override
        public synchronized DnsServers get() {
            long now = System.nanoTime();
            if (now - readNanos > REREAD.toNanos()) {
                readNanos = now;
                ResolverConfig.refresh();
            }
            ResolverConfig config = ResolverConfig.getCurrentConfig();
            return new DnsServers(config.servers(), config.searchPath(), config.ndots());
        }
    }
}
