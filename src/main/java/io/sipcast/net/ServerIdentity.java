package io.sipcast.net;

import io.sipcast.observe.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * Who a server of ours is.
 *
 * @param chain its certificate, then those that vouch for it
 */
record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final int DER_SEQUENCE = 0x30; // what every PKCS #12 file begins with
    private static final char[] NONE = {};

    ServerIdentity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether nobody else vouches for it. */
    boolean selfSigned() {
        return certificate()
                .getIssuerX500Principal()
                .equals(certificate().getSubjectX500Principal());
    }

    /** For a TLS engine. */
    X509KeyManager keyManager() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NONE);
            store.setKeyEntry("server", key, NONE, chain.toArray(Certificate[]::new));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NONE);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509KeyManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("no key manager for X.509");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isPkcs12(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == DER_SEQUENCE;
        } catch (IOException _) {
            return false; // who reads it next says so
        }
    }

    /**
     * Reads a PKCS #12 file, RFC 7292: the first key in it and its chain.
     *
     * @param file named for what may be wrong with it
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    static ServerIdentity ofPkcs12(PemFile file, Optional<Secret> password) throws IOException {
        char[] characters = password.map(secret -> secret.reveal().toCharArray()).orElse(NONE);
        try (InputStream in = Files.newInputStream(file.path())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, characters);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, characters) instanceof PrivateKey key) {
                    return new ServerIdentity(key, certificates(store, alias));
                }
            }
        } catch (UnrecoverableKeyException _) {
            throw wrongPassword(file, password);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? wrongPassword(file, password)
                    : new PemFile.UnusableException(
                            file, "it is neither PEM nor a PKCS #12 file that can be read");
        } catch (GeneralSecurityException e) {
            throw new PemFile.UnusableException(file, "it can't be used: " + e.getMessage());
        } finally {
            Arrays.fill(characters, '\0');
        }
        throw new PemFile.UnusableException(file, "it holds no private key");
    }

    private static IOException wrongPassword(PemFile file, Optional<Secret> password) {
        return new PemFile.UnusableException(
                file,
                password.isPresent()
                        ? "http.tls.password is not its password"
                        : "it has a password; set http.tls.password");
    }

    private static List<X509Certificate> certificates(KeyStore store, String alias)
            throws GeneralSecurityException {
        return Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
    }
}
