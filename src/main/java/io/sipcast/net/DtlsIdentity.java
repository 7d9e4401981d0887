package io.sipcast.net;

import io.sipcast.sdp.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The certificate that we show in DTLS: ECDSA on P-256, signed by itself, made once for the
 * process. Whoever is to trust it has its fingerprint from our SDP. From any thread.
 */
public final class DtlsIdentity {
    private static final AlgorithmIdentifier ECDSA_SHA256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration BACKDATED = Duration.ofDays(1); // their clock may be behind
    private static final Duration VALID = Duration.ofDays(3650);

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter key;
    private final Certificate chain;
    private final Fingerprint fingerprint;

    private DtlsIdentity(BcTlsCrypto crypto, AsymmetricKeyParameter key, byte[] certificate)
            throws IOException {
        this.crypto = crypto;
        this.key = key;
        this.chain =
                new Certificate(new TlsCertificate[] {new BcTlsCertificate(crypto, certificate)});
        this.fingerprint = Fingerprint.of(certificate);
    }

    /** Makes a key and its certificate: a few milliseconds. */
    public static DtlsIdentity create(SecureRandom random) {
        var generator = new ECKeyPairGenerator();
        var curve = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
        generator.init(new ECKeyGenerationParameters(curve, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            byte[] certificate = sign(tbs(pair.getPublic(), random), pair.getPrivate(), random);
            return new DtlsIdentity(new BcTlsCrypto(random), pair.getPrivate(), certificate);
        } catch (IOException | CryptoException e) {
            throw new IllegalStateException("a certificate of ours could not be made", e);
        }
    }

    private static TBSCertificate tbs(AsymmetricKeyParameter publicKey, SecureRandom random)
            throws IOException {
        var name = new X500Name("CN=sipcast");
        Instant now = Instant.now();
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(63, random).add(BigInteger.ONE)));
        generator.setSignature(ECDSA_SHA256);
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(now.minus(BACKDATED))));
        generator.setEndDate(new Time(Date.from(now.plus(VALID))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey));
        return generator.generateTBSCertificate();
    }

    private static byte[] sign(TBSCertificate tbs, AsymmetricKeyParameter key, SecureRandom random)
            throws IOException, CryptoException {
        var signer = new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
        signer.init(true, new ParametersWithRandom(key, random));
        byte[] signed = tbs.getEncoded("DER");
        signer.update(signed, 0, signed.length);
        var parts = new ASN1EncodableVector();
        parts.add(tbs);
        parts.add(ECDSA_SHA256);
        parts.add(new DERBitString(signer.generateSignature()));
        return new DERSequence(parts).getEncoded("DER");
    }

    /** What our SDP says of it. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    Certificate chain() {
        return chain;
    }
}
