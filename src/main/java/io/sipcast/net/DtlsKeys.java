package io.sipcast.net;

import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Fingerprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * What both sides of a DTLS-SRTP handshake do alike, RFC 5764: the keys that come out of it, and
 * that the certificate is the one of the SDP.
 */
record DtlsKeys(MasterKey send, MasterKey receive) {
    /** Ours to choose from, the strongest first. */
    private static final List<SrtpSuite> SUITES =
            List.of(
                    SrtpSuite.AEAD_AES_256_GCM,
                    SrtpSuite.AEAD_AES_128_GCM,
                    SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                    SrtpSuite.AES_CM_128_HMAC_SHA1_32);

    private static final String LABEL = "EXTRACTOR-dtls_srtp"; // RFC 5764 §4.2

    /** With our certificate as a server: the peer may sign by RSA, we do by ECDSA. */
    static final int[] SERVER_CIPHERS = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    };

    static final int[] CLIENT_CIPHERS = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    };

    /** What use_srtp of a client says of us. */
    static UseSRTPData offer() {
        int[] profiles = SUITES.stream().mapToInt(SrtpSuite::dtlsProfile).toArray();
        return new UseSRTPData(profiles, new byte[0]);
    }

    /** The suite that use_srtp of the other side leaves. */
    static SrtpSuite choose(UseSRTPData theirs) throws TlsFatalAlert {
        List<SrtpSuite> common = new ArrayList<>(SUITES);
        if (theirs == null) {
            throw refused("it does not do SRTP (no use_srtp)");
        }
        List<SrtpSuite> known = new ArrayList<>();
        for (int profile : theirs.getProtectionProfiles()) {
            SrtpSuite.ofDtls(profile).ifPresent(known::add);
        }
        common.retainAll(known);
        if (common.isEmpty()) {
            throw refused("it has no SRTP profile in common with us");
        }
        return common.getFirst();
    }

    static DtlsKeys of(TlsContext context, SrtpSuite suite) {
        int key = suite.keyBytes();
        int salt = suite.saltBytes();
        byte[] block = context.exportKeyingMaterial(LABEL, null, 2 * (key + salt));
        MasterKey client = key(suite, block, 0, 2 * key);
        MasterKey server = key(suite, block, key, 2 * key + salt);
        return context.isServer() ? new DtlsKeys(server, client) : new DtlsKeys(client, server);
    }

    private static MasterKey key(SrtpSuite suite, byte[] block, int keyAt, int saltAt) {
        byte[] both = new byte[MasterKey.size(suite)];
        System.arraycopy(block, keyAt, both, 0, suite.keyBytes());
        System.arraycopy(block, saltAt, both, suite.keyBytes(), suite.saltBytes());
        return new MasterKey(suite, both);
    }

    /** Refuses a certificate that the SDP did not announce. */
    static void check(Certificate theirs, Set<Fingerprint> announced) throws IOException {
        if (theirs == null || theirs.isEmpty()) {
            throw refused("it showed no certificate");
        }
        byte[] first = theirs.getCertificateAt(0).getEncoded();
        if (announced.stream().noneMatch(fingerprint -> fingerprint.fits(first))) {
            throw refused("its certificate is not the one that its SDP names");
        }
    }

    private static TlsFatalAlert refused(String why) {
        return new TlsFatalAlert(AlertDescription.bad_certificate, why);
    }

    static TlsCredentialedSigner signer(DtlsIdentity identity, TlsContext context) {
        BcTlsCrypto crypto = identity.crypto();
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                identity.key(),
                identity.chain(crypto),
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
