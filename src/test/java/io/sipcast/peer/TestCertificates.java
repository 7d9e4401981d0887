package io.sipcast.peer;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/**
 * The certificates of {@code src/test/resources/tls}; its {@code make.sh} says whom each is for.
 */
public final class TestCertificates {
    private TestCertificates() {}

    /** PEM: of {@code NAME.pem}. */
    public static Path certificate(String name) {
        return file(name + ".pem");
    }

    /** PEM: the private key that belongs to {@code NAME.pem}. */
    public static Path key(String name) {
        return file(name + ".key");
    }

    private static Path file(String name) {
        URL found = TestCertificates.class.getResource("/tls/" + name);
        if (found == null) {
            throw new IllegalArgumentException("no tls/" + name + " in the test resources");
        }
        try {
            return Path.of(found.toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
