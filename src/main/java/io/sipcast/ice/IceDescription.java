package io.sipcast.ice;

import java.util.List;

/**
 * What one side's SDP says about ICE for one medium, RFC 8839 §5.
 *
 * @param lite whether it makes no checks of its own
 * @param regular whether it says ice2: nominates only what is to be used, RFC 8445 §10
 * @param candidates those that can be used, in their order
 */
public record IceDescription(
        IceCredentials credentials, boolean lite, boolean regular, List<Candidate> candidates) {
    /** More are a burden on whoever is at those addresses, RFC 8445 §19.5.1. */
    public static final int MOST_CANDIDATES = 32;

    public IceDescription {
        candidates = candidates.stream().limit(MOST_CANDIDATES).toList();
    }
}
