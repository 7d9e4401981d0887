package io.sipcast.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Who vouches for the certificates of others. */
final class TlsAuthorities {
    private TlsAuthorities() {}

    /**
     * Those of a file, else those of the Java runtime.
     *
     * @param key of the configuration that names the file
     * @param file PEM; empty: none is configured
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    static X509ExtendedTrustManager load(String key, Optional<Path> file) throws IOException {
        @Nullable List<X509Certificate> trusted =
                file.isPresent() ? new PemFile(key, file.get()).certificates() : null;
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted == null ? null : store(trusted));
            return Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IOException(key + ": the trusted authorities can't be used: " + e, e);
        }
    }

    private static KeyStore store(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("ca-" + i, trusted.get(i));
        }
        return store;
    }
}
