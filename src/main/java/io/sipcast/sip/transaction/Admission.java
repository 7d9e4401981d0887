package io.sipcast.sip.transaction;

import io.sipcast.sip.message.Header;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.route.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of others may begin a transaction: bounded in all, by bytes, and for each source:
 * an address, or a call, since a trunk's one address has many calls.
 */
final class Admission {
    /** What a request is counted by. */
    private sealed interface Source {
        record Address(IpAddress ip) implements Source {}

        record Call(String callId) implements Source {}
    }

    /** The place of one request, until it is given back. */
    final class Ticket {
        private final Source source;
        private final long bytes;

        private Ticket(Source source, long bytes) {
            this.source = source;
            this.bytes = bytes;
        }

        void giveBack() {
            all--;
            allBytes -= bytes;
            bySource.computeIfPresent(source, (_, n) -> n > 1 ? n - 1 : null);
        }
    }

    private final Limits limits;
    private final Map<Source, Integer> bySource = new HashMap<>();
    private int all;
    private long allBytes;
    private long refused;

    Admission(Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes a place for a request.
     *
     * @param expected whether it belongs to a call of ours
     * @return null when there is none
     */
    @Nullable Ticket take(SipRequest request, IpAddress from, boolean expected) {
        Source source = expected ? new Source.Call(request.callId()) : new Source.Address(from);
        int most = expected ? limits.serversPerCall() : limits.serversPerAddress();
        long bytes = size(request);
        if (all >= limits.servers()
                || allBytes + bytes > limits.serverBytes()
                || bySource.getOrDefault(source, 0) >= most) {
            refused++;
            return null;
        }
        all++;
        allBytes += bytes;
        bySource.merge(source, 1, Integer::sum);
        return new Ticket(source, bytes);
    }

    private static long size(SipRequest request) {
        long size = request.body().size();
        for (Header header : request.headers()) {
            size += header.name().length() + header.value().length();
        }
        return size;
    }

    long refused() {
        return refused;
    }
}
