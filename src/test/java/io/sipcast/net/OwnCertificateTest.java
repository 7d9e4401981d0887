package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, as the Java runtime reads it. */
class OwnCertificateTest {
    private final SecureRandom random = new SecureRandom();
    private KeyPair pair;

    @BeforeEach
    void makeKey() throws Exception {
        pair = OwnCertificate.keyPair(random);
    }

    private X509Certificate at(Instant now) throws Exception {
        byte[] written =
                OwnCertificate.write(
                        pair, new X500Name("CN=sipcast"), now, Duration.ofDays(3650), null, random);
        var read =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(written));
        assertThat(read.getEncoded()).isEqualTo(written);
        return read;
    }

    @Test
    void isSignedByItself() throws Exception {
        X509Certificate certificate = at(Instant.now());

        certificate.verify(pair.getPublic());
        assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(certificate.getSigAlgName()).isEqualToIgnoringCase("SHA256withECDSA");
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=sipcast");
        assertThat(certificate.getIssuerX500Principal())
                .isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getSerialNumber()).isBetween(BigInteger.ONE, BigInteger.TWO.pow(63));
    }

    /** Until 2049 the year has two digits, then four (RFC 5280 §4.1.2.5). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-26T04:00:00Z",
                "2045-01-01T00:00:00Z",
                "2050-01-01T12:00:00Z",
                "2050-01-02T12:00:00Z"
            })
    void isValidFromTheDayBeforeForTenYears(String now) throws Exception {
        X509Certificate certificate = at(Instant.parse(now));

        Instant from = Instant.parse(now).minus(Duration.ofDays(1));
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(from);
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(from.plus(Duration.ofDays(3650)));
    }
}
