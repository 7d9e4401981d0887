package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate for trials (RFC 5280): ECDSA on P-256, signed by itself, for localhost, the name of
 * this machine and its addresses.
 */
final class SelfSigned {
    /** The longest that Apple's browsers take. */
    static final Duration VALID = Duration.ofDays(825);

    private static final X500Name NAME = new X500Name("CN=Sipcast (signed by itself)");
    private static final AlgorithmIdentifier ECDSA_SHA256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration BACKDATED = Duration.ofDays(1); // their clock may be behind
    private static final int MOST_ADDRESSES = 50;

    private SelfSigned() {}

    /** Makes one for this machine. */
    static ServerIdentity create(SecureRandom random, Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            TBSCertificate tbs = tbs(pair, random, now);
            byte[] encoded = sign(tbs, pair, random);
            var certificate =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(encoded));
            return new ServerIdentity(pair.getPrivate(), List.of((X509Certificate) certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours could not be made", e);
        }
    }

    /** Whether it is one of these, and not one that somebody else has made. */
    static boolean isOurs(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()).equals(NAME);
    }

    /** Both in PEM, as one file. */
    static byte[] pem(ServerIdentity identity) throws GeneralSecurityException {
        String certificate = block("CERTIFICATE", identity.certificate().getEncoded());
        return (certificate + block("PRIVATE KEY", identity.key().getEncoded())).getBytes(US_ASCII);
    }

    private static String block(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, text);
    }

    private static TBSCertificate tbs(KeyPair pair, SecureRandom random, Instant now)
            throws IOException {
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(63, random).add(BigInteger.ONE)));
        generator.setSignature(ECDSA_SHA256);
        generator.setIssuer(NAME);
        generator.setSubject(NAME);
        generator.setStartDate(new Time(Date.from(now.minus(BACKDATED))));
        generator.setEndDate(new Time(Date.from(now.minus(BACKDATED).plus(VALID))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        generator.setExtensions(extensions());
        return generator.generateTBSCertificate();
    }

    private static Extensions extensions() throws IOException {
        var extensions = new ExtensionsGenerator();
        GeneralName[] names =
                Stream.concat(
                                names().stream()
                                        .map(name -> new GeneralName(GeneralName.dNSName, name)),
                                addresses().stream()
                                        .map(address ->
                                                new GeneralName(GeneralName.iPAddress, address)))
                        .toArray(GeneralName[]::new);
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extensions.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return extensions.generate();
    }

    private static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of("localhost"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]*[A-Za-z-][A-Za-z0-9-]*)*")) {
                names.add(host);
            }
        } catch (UnknownHostException _) {
            // a machine whose name leads nowhere is not called by it
        }
        return names;
    }

    private static Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>(List.of("127.0.0.1", "::1"));
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceFirst("%.*", ""))
                    .limit(MOST_ADDRESSES)
                    .forEach(addresses::add);
        } catch (SocketException _) {
            // then it is for this machine alone
        }
        return addresses;
    }

    private static byte[] sign(TBSCertificate tbs, KeyPair pair, SecureRandom random)
            throws GeneralSecurityException, IOException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate(), random);
        signature.update(tbs.getEncoded("DER"));
        var parts = new ASN1EncodableVector();
        parts.add(tbs);
        parts.add(ECDSA_SHA256);
        parts.add(new DERBitString(signature.sign()));
        return new DERSequence(parts).getEncoded("DER");
    }
}
