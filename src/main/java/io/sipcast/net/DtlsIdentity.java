package io.sipcast.net;

import io.sipcast.bytes.Bytes;
import io.sipcast.sdp.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The certificate that we show in DTLS: ECDSA on P-256, signed by itself, made once for the
 * process. Whoever is to trust it has its fingerprint from our SDP. From any thread.
 */
public final class DtlsIdentity {
    private static final Duration VALID = Duration.ofDays(3650);

    private final SecureRandom random;
    private final MadeAside<Made> made;

    private record Made(PrivateKey key, Bytes certificate, Fingerprint fingerprint) {}

    private DtlsIdentity(SecureRandom random, MadeAside<Made> made) {
        this.random = random;
        this.made = made;
    }

    /** Begins to make a key and its certificate. */
    public static DtlsIdentity create(SecureRandom random) {
        return create(random, Thread::startVirtualThread);
    }

    /** Has a key and its certificate made by others. */
    public static DtlsIdentity create(SecureRandom random, Executor others) {
        return new DtlsIdentity(random, MadeAside.by(others, () -> make(random)));
    }

    private static Made make(SecureRandom random) throws GeneralSecurityException, IOException {
        KeyPair pair = OwnCertificate.keyPair(random);
        var nobody = new X500Name("CN=sipcast");
        byte[] certificate = OwnCertificate.write(pair, nobody, Instant.now(), VALID, null, random);
        return new Made(pair.getPrivate(), Bytes.copyOf(certificate), Fingerprint.of(certificate));
    }

    /** What our SDP says of it. */
    public Fingerprint fingerprint() {
        return made.get().fingerprint();
    }

    /** What one handshake computes with. */
    BcTlsCrypto crypto() {
        return new BcTlsCrypto(random);
    }

    AsymmetricKeyParameter key() {
        try {
            return PrivateKeyFactory.createKey(made.get().key().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is no file, and our own
        }
    }

    /** For what {@link #crypto} gave. */
    Certificate chain(BcTlsCrypto crypto) {
        try {
            return new Certificate(
                    new TlsCertificate[] {
                        new BcTlsCertificate(crypto, made.get().certificate().toArray())
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e); // likewise
        }
    }
}
