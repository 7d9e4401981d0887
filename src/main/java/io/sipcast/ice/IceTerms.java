package io.sipcast.ice;

/**
 * What an offer and its answer come to, for one medium.
 *
 * @param local our credentials
 * @param lite whether we make no checks
 * @param controlling whether we begin as the one who nominates, RFC 8445 §6.1.1
 * @param rtcp whether RTCP is a component of its own
 */
public record IceTerms(
        IceCredentials local,
        IceDescription remote,
        boolean lite,
        boolean controlling,
        boolean rtcp) {
    /** Whether the peer is to be found anew: one of the two has other credentials than before. */
    boolean restarts(IceTerms before) {
        return !local.equals(before.local)
                || !remote.credentials().equals(before.remote.credentials())
                || lite != before.lite;
    }
}
