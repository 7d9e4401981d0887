package io.sipcast.sip.locate;

import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One search for the servers of a host (RFC 3263 §4). What the URI says is not asked of DNS: an
 * address needs no look-up, a port no SRV record, a transport no NAPTR record. Records are written
 * by whoever owns the domain, so there is a limit to how many are looked at.
 */
public final class ServerLocation {
    private static final int MAX_RECORDS = 16;
    private static final int MAX_SERVERS = 16;

    /** Asked in this order where DNS leaves the transport open. TLS is for those who ask for it. */
    private static final List<Transport> UNASKED = List.of(Transport.UDP, Transport.TCP);

    /** A service with the name of its SRV records. */
    private record Service(Transport transport, String name) {}

    private final NextHop hop;
    private final Directory directory;
    private final RandomGenerator random;
    private final Set<Located.Server> servers = new LinkedHashSet<>();
    private final List<String> troubles = new ArrayList<>();

    private ServerLocation(NextHop hop, Directory directory, RandomGenerator random) {
        this.hop = hop;
        this.directory = directory;
        this.random = random;
    }

    /** Searches; waits where the directory does. The random numbers draw lots among SRV records. */
    public static Located locate(NextHop hop, Directory directory, RandomGenerator random) {
        ServerLocation search = new ServerLocation(hop, directory, random);
        search.run();
        return new Located(List.copyOf(search.servers), search.troubles);
    }

    private void run() {
        Target literal = hop.literal();
        if (literal != null) {
            servers.add(new Located.Server(hop.host(), literal));
        } else if (hop.port() != 0 || !byRecords()) {
            Transport transport = Objects.requireNonNullElse(hop.transport(), Transport.UDP);
            int port = hop.port() == 0 ? transport.defaultPort() : hop.port();
            addHost(hop.host(), transport, port);
        }
    }

    /** False when the domain has no SRV record for SIP: then its own addresses are meant. */
    private boolean byRecords() {
        boolean told = false;
        for (List<Service> choice : choices()) {
            for (Service service : choice) {
                told |= follow(service);
            }
            if (!servers.isEmpty()) {
                return true;
            }
        }
        return told;
    }

    /** Groups of services: a later group counts when no server comes of those before. */
    private List<List<Service>> choices() {
        List<Service> usual =
                (hop.transport() == null ? UNASKED : List.of(hop.transport()))
                        .stream().map(t -> new Service(t, t.srvPrefix() + hop.host())).toList();
        directory.prepareSrv(usual.stream().map(Service::name).toList());
        List<List<Service>> offered = asksNaptr() ? offered() : List.of();
        return offered.isEmpty() ? List.of(usual) : offered;
    }

    /** With sips and transport=tls, NAPTR still tells the name of the service. */
    private boolean asksNaptr() {
        return hop.transport() == null || hop.transport() == Transport.TLS;
    }

    /** What NAPTR records offer of what we speak, by their order and preference (§4.1). */
    private List<List<Service>> offered() {
        TreeMap<Integer, List<Service>> byOrder = new TreeMap<>();
        directory.naptr(hop.host()).stream()
                .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                .limit(MAX_RECORDS)
                .forEach(record -> {
                    Transport transport = transport(record);
                    if (transport != null) {
                        byOrder.computeIfAbsent(record.order(), _ -> new ArrayList<>())
                                .add(new Service(transport, record.replacement()));
                    }
                });
        return List.copyOf(byOrder.values());
    }

    /** Null for a service that is not spoken or not wanted. */
    private @Nullable Transport transport(Naptr record) {
        if (!record.flags().equalsIgnoreCase("s") || record.replacement().isEmpty()) {
            return null;
        }
        for (Transport transport : Transport.values()) {
            boolean wanted = hop.transport() == null || hop.transport() == transport;
            if (wanted && record.service().equalsIgnoreCase(transport.naptrService())) {
                return transport;
            }
        }
        return null;
    }

    /** False when there are no SRV records of that name. */
    private boolean follow(Service service) {
        List<Srv> records = directory.srv(service.name());
        List<Srv> ordered =
                SrvOrder.of(records.subList(0, Math.min(MAX_RECORDS, records.size())), random);
        directory.prepareAddresses(ordered.stream().map(Srv::target).distinct().toList());
        for (Srv record : ordered) {
            if (record.target().isEmpty()) {
                troubles.add(
                        "The domain %s says in DNS that it has no SIP over %s."
                                .formatted(hop.host(), service.transport()));
            } else if (record.port() != 0) {
                addHost(record.target(), service.transport(), record.port());
            }
        }
        return !records.isEmpty();
    }

    private void addHost(String host, Transport transport, int port) {
        if (servers.size() >= MAX_SERVERS) {
            return;
        }
        Directory.Resolved resolved = directory.addresses(host);
        if (resolved.addresses().isEmpty()) {
            String whose = host.equals(hop.host()) ? "" : ", a server of " + hop.host() + ",";
            troubles.add("The host " + host + whose + " " + resolved.whyNone() + ".");
        }
        for (IpAddress address : resolved.addresses()) {
            if (servers.size() < MAX_SERVERS) {
                servers.add(new Located.Server(host, new Target(transport, address, port)));
            }
        }
    }
}
