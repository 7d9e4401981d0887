package io.sipcast.net;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** Writes certificates that are signed by themselves (RFC 5280 §4.1): ECDSA on P-256. */
final class OwnCertificate {
    private static final AlgorithmIdentifier ECDSA_SHA256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration BACKDATED = Duration.ofDays(1); // their clock may be behind

    private OwnCertificate() {}

    /** The key of one. */
    static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /**
     * Writes one in DER, valid from the day before.
     *
     * @param extensions null for none
     */
    static byte[] write(
            KeyPair pair,
            X500Name name,
            Instant now,
            Duration valid,
            @Nullable Extensions extensions,
            SecureRandom random)
            throws GeneralSecurityException, IOException {
        Instant from = now.minus(BACKDATED);
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(63, random).add(BigInteger.ONE)));
        generator.setSignature(ECDSA_SHA256);
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(from)));
        generator.setEndDate(new Time(Date.from(from.plus(valid))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        if (extensions != null) {
            generator.setExtensions(extensions);
        }
        return sign(generator.generateTBSCertificate(), pair, random);
    }

    private static byte[] sign(TBSCertificate tbs, KeyPair pair, SecureRandom random)
            throws GeneralSecurityException, IOException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate(), random);
        signature.update(tbs.getEncoded("DER"));
        var value = new DERBitString(signature.sign());
        // An array: where each is given for the interface the JVM would look at that while it
        // starts.
        ASN1Encodable[] parts = {tbs, ECDSA_SHA256, value};
        return new DERSequence(parts).getEncoded("DER");
    }
}
