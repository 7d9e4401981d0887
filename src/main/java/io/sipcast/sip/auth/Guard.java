package io.sipcast.sip.auth;

import java.util.List;

/**
 * Whose credentials let a request in.
 *
 * @param realm what the client is told to show them for
 * @param algorithms that it may choose from, in the order of their challenges (RFC 8760 §2.3)
 */
public record Guard(String realm, Login login, List<DigestAlgorithm> algorithms) {
    /**
     * MD5 first, for clients that only look there, as sipp 3.6 does. Others, baresip 1.0 for one,
     * even give up at a second one that they don't know: for them there must be MD5 alone.
     */
    public static final List<DigestAlgorithm> USUAL =
            List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);

    public Guard {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("no algorithm");
        }
    }
}
