package io.sipcast.call;

import io.sipcast.net.DtlsIdentity;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.LocalSecurity;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What the media of all calls is encrypted with.
 *
 * @param sdes whether keys may stand in SDP
 * @param dtls whether keys may come by DTLS
 * @param identity what we show in DTLS
 * @param random that nobody can guess
 */
public record MediaSecurity(
        Encryption encryption,
        boolean sdes,
        boolean dtls,
        DtlsIdentity identity,
        RandomGenerator random) {
    private static final Set<Integer> REFUSALS_OF_OFFERS = Set.of(415, 488, 606);

    /** New keys for one medium. */
    LocalSecurity forMedium() {
        return LocalSecurity.of(encryption, sdes, dtls ? identity.fingerprint() : null, random);
    }

    /** A callee that turns an offer down which must be encrypted most likely cannot do it. */
    CallEnd explain(CallEnd end) {
        return encryption == Encryption.REQUIRED && refusesOffer(end)
                ? new CallEnd.NotEncrypted(
                        end.sipStatus(),
                        "the callee refused our offer, which is encrypted as rtp.encryption is"
                                + " required (SIP "
                                + end.sipStatus()
                                + ")")
                : end;
    }

    /** Whether an offer that must be encrypted is worth a try after this. */
    boolean mayInsist(CallEnd end) {
        return encryption == Encryption.OFFERED && refusesOffer(end);
    }

    private static boolean refusesOffer(CallEnd end) {
        return end instanceof CallEnd.Rejected(int status, _, _)
                && REFUSALS_OF_OFFERS.contains(status);
    }

    /** Whether our own offers speak of it. */
    boolean offers() {
        return encryption == Encryption.OFFERED || encryption == Encryption.REQUIRED;
    }
}
