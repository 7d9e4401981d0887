package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.config.Config;
import io.sipcast.net.HttpTls;
import io.sipcast.peer.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate is replaced while connections are open. */
class HttpsListenerTest {
    private static final String REQUEST = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private HttpsListener listener;
    private Path certificate;
    private Path key;
    private int port;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        Files.copy(TestCertificates.certificate("server"), certificate);
        Files.copy(TestCertificates.key("server"), key);
        HttpTls tls =
                Objects.requireNonNull(
                        HttpTls.load(
                                new Config.Http.Https(
                                        0,
                                        Optional.of(certificate),
                                        Optional.of(key),
                                        Optional.empty(),
                                        false)));
        var options = new HttpServerOptions().setHost("127.0.0.1");
        listener = new HttpsListener(vertx, options, tls, Runnable::run);
        port =
                listener.open(request -> request.response().end())
                        .listen()
                        .await(5, TimeUnit.SECONDS)
                        .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        var _ = vertx.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void aNewCertificateIsForNewConnectionsAndTheOldOnesStay() throws Exception {
        try (var before = new TlsClient(port)) {
            assertThat(before.head(REQUEST)).startsWith("HTTP/1.1 200");

            replace(certificate, TestCertificates.certificate("other"));
            replace(key, TestCertificates.key("other"));
            listener.renew();

            try (var after = new TlsClient(port)) {
                assertThat(after.peer()).isEqualTo("CN=other");
                assertThat(after.head(REQUEST)).startsWith("HTTP/1.1 200");
            }
            assertThat(before.peer()).isEqualTo("CN=server");
            assertThat(before.head(REQUEST)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aBrokenFileChangesNothingUntilItIsMended() throws Exception {
        Files.writeString(certificate, "broken");
        touch(certificate, 1);
        listener.renew();
        try (var client = new TlsClient(port)) {
            assertThat(client.peer()).isEqualTo("CN=server");
        }

        Files.write(certificate, Files.readAllBytes(TestCertificates.certificate("other")));
        touch(certificate, 2);
        replace(key, TestCertificates.key("other"));
        listener.renew();
        try (var client = new TlsClient(port)) {
            assertThat(client.peer()).isEqualTo("CN=other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTheVersionsThatAreSafe(String version) throws Exception {
        try (var client = new TlsClient(port, version)) {
            assertThat(client.head(REQUEST)).startsWith("HTTP/1.1 200");
        }
    }

    private static void replace(Path file, Path by) throws IOException {
        Files.write(file, Files.readAllBytes(by));
        touch(file, 10);
    }

    /** What the clock of the disk can't tell apart has not changed. */
    private static void touch(Path file, int hoursLater) throws IOException {
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.now().plus(Duration.ofHours(hoursLater))));
    }
}
