package io.sipcast.net;

import io.sipcast.net.DnsAnswer.Outcome;
import io.sipcast.sip.locate.Directory;
import io.sipcast.sip.locate.Naptr;
import io.sipcast.sip.locate.Srv;
import io.sipcast.sip.route.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The records of names, from DNS: remembered, and asked for once by all who want to know the same
 * at the same time. A name of the machine's own list is nowhere else: DNS is not asked about it.
 * For any thread that may wait.
 */
final class DnsDirectory implements Directory {
    private static final Logger LOG = LoggerFactory.getLogger(DnsDirectory.class);
    private static final int MAX_REMEMBERED = 4096;
    private static final int MAX_UNDER_WAY = 1024;
    private static final int MAX_ADDRESSES = 8;

    private final Supplier<DnsServers> servers;
    private final DnsClient client;
    private final HostsFile hosts;
    private final Executor mayWait;
    private final LongSupplier clock;
    private final DnsCache cache = new DnsCache(MAX_REMEMBERED);
    private final Map<DnsQuestion, CompletableFuture<DnsAnswer>> underWay =
            new ConcurrentHashMap<>();

    /** {@code configured} are the servers to ask; none for those of the system. */
    static DnsDirectory of(List<InetSocketAddress> configured, Executor mayWait) {
        Supplier<DnsServers> servers = DnsServers.of(configured);
        return new DnsDirectory(
                servers, new DnsClient(servers), HostsFile.ofSystem(), mayWait, System::nanoTime);
    }

    DnsDirectory(
            Supplier<DnsServers> servers,
            DnsClient client,
            HostsFile hosts,
            Executor mayWait,
            LongSupplier clock) {
        this.servers = servers;
        this.client = client;
        this.hosts = hosts;
        this.mayWait = mayWait;
        this.clock = clock;
    }

    @Override
    public List<Naptr> naptr(String domain) {
        return records(domain, domain, Type.NAPTR).stream()
                .map(NAPTRRecord.class::cast)
                .map(record ->
                        new Naptr(
                                record.getOrder(),
                                record.getPreference(),
                                record.getFlags(),
                                record.getService(),
                                host(record.getReplacement())))
                .toList();
    }

    @Override
    public List<Srv> srv(String name) {
        return records(domain(name), name, Type.SRV).stream()
                .map(SRVRecord.class::cast)
                .map(record ->
                        new Srv(
                                record.getPriority(),
                                record.getWeight(),
                                record.getPort(),
                                host(record.getTarget())))
                .toList();
    }

    /** Without the service, {@code _sip._udp.}. */
    private static String domain(String name) {
        return name.replaceFirst("^(_[^.]*\\.)+", "");
    }

    /** Empty for the root, which stands for nobody. */
    private static String host(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true);
    }

    /** Of a domain: a name without a dot is a machine's, and has none. */
    private List<Record> records(String domain, String text, int type) {
        Name name = absolute(text);
        if (name == null || domain.indexOf('.') < 0 || !hosts.find(domain).isEmpty()) {
            return List.of();
        }
        return ask(new DnsQuestion(name, type)).join().records();
    }

    @Override
    public void prepareSrv(List<String> names) {
        names.forEach(name -> mayWait.execute(() -> srv(name)));
    }

    @Override
    public void prepareAddresses(List<String> names) {
        names.forEach(host -> mayWait.execute(() -> addresses(host)));
    }

    @Override
    public Resolved addresses(String host) {
        IpAddress literal = IpAddress.parse(host);
        List<IpAddress> known = literal == null ? hosts.find(host) : List.of(literal);
        if (!known.isEmpty()) {
            return new Resolved(known, "");
        }
        DnsAnswer last = DnsAnswer.nothing(Outcome.NO_NAME, 0);
        for (Name name : candidates(host)) {
            CompletableFuture<DnsAnswer> v6 = ask(new DnsQuestion(name, Type.AAAA));
            DnsAnswer v4 = ask(new DnsQuestion(name, Type.A)).join();
            List<IpAddress> found = addresses(v4, v6.join());
            if (!found.isEmpty()) {
                return new Resolved(found, "");
            }
            last = v4.outcome() == Outcome.FAILED ? v4 : v6.join();
        }
        return Resolved.none(why(last));
    }

    /** IPv4 first, as Java has always done: not every network has IPv6. */
    private static List<IpAddress> addresses(DnsAnswer v4, DnsAnswer v6) {
        return Stream.of(v4, v6)
                .flatMap(answer -> answer.records().stream())
                .map(record ->
                        record instanceof ARecord a
                                ? a.getAddress()
                                : ((AAAARecord) record).getAddress())
                .map(Addresses::ip)
                .limit(MAX_ADDRESSES)
                .toList();
    }

    /** What follows "The host ...". */
    private static String why(DnsAnswer answer) {
        return switch (answer.outcome()) {
            case NO_NAME ->
                    "is unknown: its name does not resolve to an address (DNS has no such name)";
            case NO_RECORD, FOUND ->
                    "is unknown: its name does not resolve to an address (DNS has none for it)";
            case FAILED -> "cannot be looked up: " + answer.trouble();
        };
    }

    /** The whole names that a name may stand for, the likeliest first (resolv.conf(5), ndots). */
    private List<Name> candidates(String host) {
        Name asIs = absolute(host);
        if (asIs == null) {
            return List.of();
        }
        DnsServers now = servers.get();
        if (host.endsWith(".") || now.search().isEmpty()) {
            return List.of(asIs);
        }
        List<Name> names = new ArrayList<>();
        for (Name domain : now.search()) {
            try {
                names.add(Name.concatenate(asIs.relativize(Name.root), domain));
            } catch (NameTooLongException _) {
                // there can be no such name
            }
        }
        boolean longEnough = host.chars().filter(c -> c == '.').count() >= now.dots();
        names.add(longEnough ? 0 : names.size(), asIs);
        return names;
    }

    /** Null for what cannot be a name in DNS. */
    private static @Nullable Name absolute(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException _) {
            return null;
        }
    }

    /** Never fails; what goes wrong is an answer too. */
    private CompletableFuture<DnsAnswer> ask(DnsQuestion question) {
        DnsAnswer known = cache.find(question, clock.getAsLong());
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        if (underWay.size() >= MAX_UNDER_WAY) {
            return CompletableFuture.completedFuture(
                    DnsAnswer.failed("too many look-ups are under way"));
        }
        var begun = new CompletableFuture<DnsAnswer>();
        CompletableFuture<DnsAnswer> other = underWay.putIfAbsent(question, begun);
        if (other != null) {
            return other;
        }
        mayWait.execute(() -> lookUp(question, begun));
        return begun;
    }

    private void lookUp(DnsQuestion question, CompletableFuture<DnsAnswer> waiting) {
        DnsAnswer answer = DnsAnswer.failed("an internal error, see the log");
        try {
            answer = client.ask(question);
        } catch (RuntimeException fault) { // those who wait are told in any case
            LOG.error("Looking up {} failed", question, fault);
        }
        cache.put(question, answer, clock.getAsLong());
        underWay.remove(question);
        waiting.complete(answer);
    }
}
