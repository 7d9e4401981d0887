package io.sipcast.sip.auth;

import java.util.List;

/**
 * Whose credentials let a request in.
 *
 * @param realm what the client is told to show them for
 * @param algorithms that it may choose from, the best first, in challenges of their own (RFC 8760
 *     §2.3); some clients only look at the first
 */
public record Guard(String realm, Login login, List<DigestAlgorithm> algorithms) {
    public static final List<DigestAlgorithm> USUAL =
            List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);

    public Guard {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("no algorithm");
        }
    }
}
