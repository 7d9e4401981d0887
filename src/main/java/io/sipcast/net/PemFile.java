package io.sipcast.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with certificates or a key in PEM, RFC 7468. Faults name the configuration key and the
 * file, never what is in it.
 *
 * @param key of the configuration, such as {@code sip.tls.key}
 */
record PemFile(String key, Path path) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /** What the parser of certificates stumbles over in a file that has both. */
    private static final Pattern KEY_BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]*PRIVATE KEY|EC PARAMETERS)-----[^-]*-----END \\1-----");

    private static final byte[] PROBE = {1, 2, 3, 4};

    /** A file that can't be used. The message is a sentence for whoever starts the gateway. */
    static final class UnusableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableException(PemFile file, String why) {
            super("%s = %s: %s".formatted(file.key, file.path, why));
        }
    }

    /** All certificates of the file in their order: our own first, then those that vouch for it. */
    List<X509Certificate> certificates() throws UnusableException {
        try {
            var found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(withoutKeys()));
            if (!found.isEmpty()) {
                return found.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException _) {
            // said below: what the parser says is not for people
        }
        throw new UnusableException(this, "it holds no certificate in PEM");
    }

    /** Whether there is a private key in it, of whatever kind. */
    boolean holdsKey() throws UnusableException {
        return BLOCK.matcher(new String(read(), ISO_8859_1))
                .results()
                .anyMatch(block -> block.group(1).endsWith("PRIVATE KEY"));
    }

    private byte[] withoutKeys() throws UnusableException {
        String text = new String(read(), ISO_8859_1);
        return KEY_BLOCK.matcher(text).replaceAll("").getBytes(ISO_8859_1);
    }

    /** The private key to this certificate, PKCS #8 without a password. */
    PrivateKey privateKey(X509Certificate certificate) throws UnusableException {
        PublicKey counterpart = certificate.getPublicKey();
        PrivateKey found = parse(pkcs8(), counterpart.getAlgorithm());
        if (!belongTogether(found, counterpart)) {
            throw new UnusableException(this, "this key does not belong to " + counterpartKey());
        }
        return found;
    }

    private byte[] pkcs8() throws UnusableException {
        Matcher block = BLOCK.matcher(new String(read(), ISO_8859_1));
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return Base64.getMimeDecoder().decode(block.group(2));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new UnusableException(
                                this,
                                "the key has a password; openssl pkcs8 -in FILE -out NEW removes"
                                        + " it");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                        throw new UnusableException(
                                this,
                                "the key is not in PKCS #8; openssl pkcs8 -topk8 -nocrypt -in FILE"
                                        + " -out NEW makes it so");
                default -> {} // EC PARAMETERS, a certificate
            }
        }
        throw new UnusableException(this, "it holds no private key in PEM");
    }

    private PrivateKey parse(byte[] pkcs8, String algorithm) throws UnusableException {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException _) {
            throw new UnusableException(
                    this,
                    "it holds no usable key of the kind of " + counterpartKey() + ", " + algorithm);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey counterpart) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm(); // EdDSA
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(counterpart);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /** Of a private key's configuration key, that of its certificate. */
    private String counterpartKey() {
        return key.replaceFirst("key$", "certificate");
    }

    private byte[] read() throws UnusableException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException _) {
            throw new UnusableException(this, "there is no such file");
        } catch (IOException e) {
            throw new UnusableException(this, "it can't be read: " + e);
        }
    }
}
