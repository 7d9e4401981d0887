package io.sipcast.sdp;

import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.ReceptionKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the packets of a medium are protected. */
public sealed interface Keying {
    /** They are not. */
    record Plain() implements Keying {}

    /** By keys that stand in the descriptions, RFC 4568. They do not print themselves. */
    record Sdes(MasterKey send, ReceptionKey receive) implements Keying {}

    /**
     * By keys that come out of a DTLS handshake, RFC 5763 and RFC 5764.
     *
     * @param fingerprints one of which the peer's certificate must have
     * @param active whether we begin
     * @param id the peer's a=tls-id, RFC 8842: another one means another association
     */
    record Dtls(Set<Fingerprint> fingerprints, boolean active, @Nullable String id)
            implements Keying {
        public Dtls {
            fingerprints = Set.copyOf(fingerprints);
        }
    }

    Keying PLAIN = new Plain();
}
