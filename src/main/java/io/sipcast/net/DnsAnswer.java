package io.sipcast.net;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/**
 * What DNS says to one question.
 *
 * @param records of the type asked for, aliases followed; empty but for {@link Outcome#FOUND}
 * @param ttl how long it may be remembered
 * @param trouble a clause for the user when nobody could tell; empty otherwise
 */
record DnsAnswer(Outcome outcome, List<Record> records, Duration ttl, String trouble) {
    /**
     * So that a dead server is not asked anew for each call; RFC 2308 §7 allows up to 5 minutes.
     */
    private static final Duration FAILURE_TTL = Duration.ofSeconds(5);

    enum Outcome {
        FOUND,
        /** NXDOMAIN: the name is not there at all. */
        NO_NAME,
        /** The name is there, but has no such record. */
        NO_RECORD,
        /** No server answered, or none could. */
        FAILED
    }

    DnsAnswer {
        records = List.copyOf(records);
    }

    static DnsAnswer found(List<Record> records, long ttlSeconds) {
        return new DnsAnswer(Outcome.FOUND, records, Duration.ofSeconds(ttlSeconds), "");
    }

    /** NO_NAME or NO_RECORD. */
    static DnsAnswer nothing(Outcome outcome, long ttlSeconds) {
        return new DnsAnswer(outcome, List.of(), Duration.ofSeconds(ttlSeconds), "");
    }

    static DnsAnswer failed(String trouble) {
        return new DnsAnswer(Outcome.FAILED, List.of(), FAILURE_TTL, trouble);
    }
}
