package io.sipcast.net;

import io.sipcast.net.DnsAnswer.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Asks DNS servers one question: each in turn, and the silent ones once more. An answer that does
 * not fit a datagram is fetched over TCP. Waits, so it is for a virtual thread.
 */
final class DnsClient {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final int ROUNDS = 2;
    private static final int MAX_ALIASES = 8;

    /** For a no that does not say how long it holds (RFC 2308 §5). */
    private static final long UNSAID_TTL_SECONDS = 5;

    private final Supplier<DnsServers> servers;
    private final Duration patience;

    DnsClient(Supplier<DnsServers> servers) {
        this(servers, PATIENCE);
    }

    DnsClient(Supplier<DnsServers> servers, Duration patience) {
        this.servers = servers;
        this.patience = patience;
    }

    DnsAnswer ask(DnsQuestion question) {
        return ask(question, MAX_ALIASES);
    }

    private DnsAnswer ask(DnsQuestion question, int aliasesLeft) {
        String trouble = "no DNS server is known";
        List<InetSocketAddress> left = new ArrayList<>(servers.get().servers());
        for (int round = 0; round < ROUNDS; round++) {
            for (InetSocketAddress server : List.copyOf(left)) {
                try {
                    Message answer = send(server, question);
                    int code = answer.getRcode();
                    if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
                        return read(answer, question, aliasesLeft);
                    }
                    trouble = "the DNS server " + name(server) + " says " + Rcode.string(code);
                    left.remove(server);
                } catch (IOException e) {
                    trouble = "the DNS server " + name(server) + " " + what(e);
                }
            }
        }
        return DnsAnswer.failed(trouble);
    }

    /** A time limit is noticed at two places of the resolver; one of them has no type for it. */
    private static String what(IOException failure) {
        String said = String.valueOf(failure.getMessage());
        boolean late = failure instanceof SocketTimeoutException || said.startsWith("Timed out");
        return late ? "does not answer" : "failed: " + said;
    }

    private static String name(InetSocketAddress server) {
        return Addresses.endpoint(server).toString();
    }

    private Message send(InetSocketAddress server, DnsQuestion question) throws IOException {
        var resolver = new SimpleResolver(server);
        resolver.setTimeout(patience);
        return resolver.send(
                Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN)));
    }

    /** Follows the aliases through the answer, and asks again where they lead out of it. */
    private DnsAnswer read(Message answer, DnsQuestion question, int aliasesLeft) {
        List<Record> section = answer.getSection(Section.ANSWER);
        Name name = question.name();
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= aliasesLeft; aliases++) {
            List<Record> found = matching(section, name, question.type());
            if (!found.isEmpty()) {
                return DnsAnswer.found(found, Math.min(ttl, ttl(found)));
            }
            List<Record> alias = matching(section, name, Type.CNAME);
            if (alias.isEmpty()) {
                return name.equals(question.name()) || answer.getRcode() == Rcode.NXDOMAIN
                        ? nothing(answer, ttl)
                        : ask(new DnsQuestion(name, question.type()), aliasesLeft - aliases);
            }
            ttl = Math.min(ttl, ttl(alias));
            name = ((CNAMERecord) alias.getFirst()).getTarget();
        }
        return DnsAnswer.failed("DNS leads from alias to alias");
    }

    private static List<Record> matching(List<Record> section, Name name, int type) {
        return section.stream()
                .filter(record -> record.getType() == type && record.getName().equals(name))
                .toList();
    }

    private static long ttl(List<Record> records) {
        return records.stream().mapToLong(Record::getTTL).min().orElse(0);
    }

    /** How long a no holds is said by the zone's SOA record (RFC 2308 §5). */
    private static DnsAnswer nothing(Message answer, long aliasTtl) {
        long ttl = UNSAID_TTL_SECONDS;
        for (Record record : answer.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                ttl = Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        boolean noName = answer.getRcode() == Rcode.NXDOMAIN;
        return DnsAnswer.nothing(
                noName ? Outcome.NO_NAME : Outcome.NO_RECORD, Math.min(aliasTtl, ttl));
    }
}
