package io.sipcast.sdp;

import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.SrtpSuite;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What we can protect one medium of one call with. The keys stay the same for the whole call, so
 * that a new offer does not begin anything anew.
 *
 * @param keys of ours for each suite; empty where keys are not to stand in descriptions
 * @param certificate of ours for DTLS; null where there is to be no DTLS
 * @param setup the part that we have in the handshake of this call; null before there was one
 */
public record LocalSecurity(
        Encryption encryption,
        Map<SrtpSuite, MasterKey> keys,
        @Nullable Fingerprint certificate,
        @Nullable Setup setup) {
    public static final LocalSecurity NONE =
            new LocalSecurity(Encryption.OFF, Map.of(), null, null);

    /** The strongest first; not all that we take, as an INVITE over UDP should stay small. */
    static final List<SrtpSuite> OFFERED =
            List.of(
                    SrtpSuite.AEAD_AES_256_GCM,
                    SrtpSuite.AEAD_AES_128_GCM,
                    SrtpSuite.AES_256_CM_HMAC_SHA1_80,
                    SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                    SrtpSuite.AES_CM_128_HMAC_SHA1_32);

    public LocalSecurity {
        keys = Map.copyOf(keys);
    }

    /**
     * For a new medium.
     *
     * @param sdes whether keys may stand in descriptions
     * @param certificate null for no DTLS
     * @param random that nobody can guess
     */
    public static LocalSecurity of(
            Encryption encryption,
            boolean sdes,
            @Nullable Fingerprint certificate,
            RandomGenerator random) {
        if (encryption == Encryption.OFF) {
            return NONE;
        }
        Map<SrtpSuite, MasterKey> keys = new EnumMap<>(SrtpSuite.class);
        if (sdes) {
            for (SrtpSuite suite : SrtpSuite.values()) {
                keys.put(suite, MasterKey.random(suite, random));
            }
        }
        return new LocalSecurity(encryption, keys, certificate, null);
    }

    /** The same, but nothing goes without it. */
    LocalSecurity required() {
        return new LocalSecurity(Encryption.REQUIRED, keys, certificate, setup);
    }

    /** Keeps to the part that we have in a handshake, RFC 8842 §5.5. */
    LocalSecurity after(Keying keying) {
        return keying instanceof Keying.Dtls(_, boolean active, _)
                ? new LocalSecurity(
                        encryption, keys, certificate, active ? Setup.ACTIVE : Setup.PASSIVE)
                : this;
    }
}
