package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A certificate for trials (RFC 5280): ECDSA on P-256, signed by itself, for localhost, the name of
 * this machine and its addresses.
 */
final class SelfSigned {
    /** The longest that Apple's browsers take. */
    static final Duration VALID = Duration.ofDays(825);

    private static final X500Name NAME = new X500Name("CN=Sipcast (signed by itself)");
    private static final int MOST_ADDRESSES = 50;

    private SelfSigned() {}

    /** Makes one for this machine. */
    static ServerIdentity create(SecureRandom random, Instant now) throws IOException {
        try {
            KeyPair pair = OwnCertificate.keyPair(random);
            byte[] encoded = OwnCertificate.write(pair, NAME, now, VALID, extensions(), random);
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
}
