package io.sipcast.sdp;

import io.sipcast.ice.Candidate;
import io.sipcast.ice.CandidateType;
import io.sipcast.ice.IceIdentity;
import io.sipcast.ice.TransportAddress;
import io.sipcast.sip.route.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What we bring to ICE.
 *
 * @param base where our ports are bound; the description may show another address (a 1:1 NAT's)
 * @param offered whether our own offers have it, and are those of a full agent
 */
public record LocalIce(IceIdentity identity, IpAddress base, boolean offered) {
    private static final String HOST = "1";
    private static final String BEYOND_NAT = "2";

    /** After a restart. */
    LocalIce next() {
        return new LocalIce(identity.next(), base, offered);
    }

    /**
     * Our candidates. A lite agent has host candidates only (RFC 8445 §5.2): it says where it is
     * reached.
     *
     * @param shown the address of the description
     */
    List<Candidate> candidates(String shown, List<Integer> ports, boolean lite) {
        IpAddress seen = IpAddress.parse(shown);
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            var bound = new TransportAddress(base, ports.get(i));
            if (seen == null || seen.equals(base)) {
                all.add(candidate(HOST, i + 1, bound, CandidateType.HOST, bound));
            } else if (lite) {
                var there = new TransportAddress(seen, ports.get(i));
                all.add(candidate(HOST, i + 1, there, CandidateType.HOST, there));
            } else {
                var there = new TransportAddress(seen, ports.get(i));
                all.add(candidate(HOST, i + 1, bound, CandidateType.HOST, bound));
                all.add(candidate(BEYOND_NAT, i + 1, there, CandidateType.SERVER_REFLEXIVE, bound));
            }
        }
        return all;
    }

    private static Candidate candidate(
            String foundation,
            int component,
            TransportAddress address,
            CandidateType type,
            TransportAddress bound) {
        return new Candidate(
                foundation,
                component,
                type.priority(component),
                address,
                type,
                address.equals(bound) ? null : bound);
    }
}
