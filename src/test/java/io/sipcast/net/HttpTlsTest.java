package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sipcast.config.Config;
import io.sipcast.observe.Secret;
import io.sipcast.peer.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The files of HTTPS: which are taken, what is said of those that are not, and what is made. */
class HttpTlsTest {
    private static final Path CERTIFICATE = TestCertificates.certificate("server");
    private static final Path KEY = TestCertificates.key("server");
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String PASSWORD = "open-sesame";

    private final Logger log = (Logger) LoggerFactory.getLogger(HttpTls.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir Path folder;

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(logged);
    }

    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel().toString().equals("WARN"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void withoutACertificateThereIsNone() throws Exception {
        assertThat(HttpTls.load(settings(null, null, null, false))).isNull();
        assertThat(HttpTls.preview(settings(null, null, null, false)))
                .isEqualTo("off, http.tls.certificate is not set");
    }

    @Test
    void takesPemInTwoFilesOrOneWithWhateverElseIsInIt() throws Exception {
        String both =
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + Files.readString(KEY)
                        + Files.readString(CERTIFICATE)
                        + Files.readString(TestCertificates.certificate("ca"));

        for (HttpTls tls :
                List.of(load(CERTIFICATE, KEY, null), load(file("both.pem", both), null, null))) {
            assertThat(tls.describe())
                    .isEqualTo(
                            "certificate for sip.example.org, localhost, 127.0.0.1, ::1, valid"
                                    + " until 2125-01-01T00:00:00Z");
            assertThat(tls.isFor("SIP.example.org")).isTrue();
            assertThat(tls.isFor("::1")).isTrue();
            assertThat(tls.isFor("other.example.org")).isFalse();
            assertThat(tls.selfSigned()).isFalse();
            assertThat(shown(tls).getSubjectX500Principal().getName()).isEqualTo("CN=server");
        }
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"open-sesame", "''"})
    void takesPkcs12(String password) throws Exception {
        Path file = pkcs12(password);

        HttpTls tls = load(file, null, password.isEmpty() ? null : password);

        assertThat(tls.isFor("sip.example.org")).isTrue();
        assertThat(Objects.requireNonNull(tls.keyManager().getCertificateChain("server")))
                .hasSize(2);
    }

    @Test
    void aWildcardIsForEveryNameBelowIt() throws Exception {
        HttpTls tls =
                load(
                        TestCertificates.certificate("wildcard"),
                        TestCertificates.key("wildcard"),
                        null);

        assertThat(tls.isFor("gw.example.org")).isTrue();
        assertThat(tls.isFor("a.gw.example.org")).isFalse();
        assertThat(tls.isFor("example.org")).isFalse();
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() throws Exception {
        Path none = folder.resolve("none.pem");
        Path other = TestCertificates.key("other");
        Path p12 = pkcs12(PASSWORD);
        Path noise = Files.write(folder.resolve("noise"), new byte[] {0x30, 1, 2, 3});

        fails(none, null, null, "http.tls.certificate = %s: there is no such file", none);
        fails(CERTIFICATE, none, null, "http.tls.key = %s: there is no such file", none);
        fails(
                CERTIFICATE,
                null,
                null,
                "http.tls.certificate = %s: its key is not in it; set http.tls.key",
                CERTIFICATE);
        fails(
                CERTIFICATE,
                other,
                null,
                "http.tls.key = %s: this key does not belong to http.tls.certificate",
                other);
        fails(
                p12,
                null,
                "wrong",
                "http.tls.certificate = %s: http.tls.password is not its password",
                p12);
        fails(
                p12,
                null,
                null,
                "http.tls.certificate = %s: it has a password; set http.tls.password",
                p12);
        fails(
                noise,
                null,
                null,
                "http.tls.certificate = %s: it is neither PEM nor a PKCS #12 file that can be"
                        + " read",
                noise);
        fails(KEY, null, null, "http.tls.certificate = %s: it holds no certificate in PEM", KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2020-02-01T00:00:01Z | the certificate expired at 2020-02-01T00:00:00Z: browsers"
                        + " refuse it",
                "2019-12-31T00:00:00Z | the certificate is not valid before 2020-01-01T00:00:00Z:"
                        + " browsers refuse it",
                "2020-01-20T00:00:00Z | the certificate expires at 2020-02-01T00:00:00Z",
                "2020-01-10T00:00:00Z | "
            })
    void warnsOfACertificateThatIsNotValid(Instant at, @Nullable String warning) throws Exception {
        var settings =
                settings(
                        TestCertificates.certificate("expired"),
                        TestCertificates.key("expired"),
                        null,
                        false);

        assertThat(HttpTls.load(settings, clock(at))).isNotNull();

        assertThat(warnings())
                .isEqualTo(warning == null ? List.of() : List.of("http over TLS: " + warning));
    }

    @Test
    void takesWhatHasChangedAndKeepsTheOldOneElse() throws Exception {
        Path certificate = file("certificate.pem", Files.readString(CERTIFICATE));
        Path key = file("key.pem", Files.readString(KEY));
        HttpTls tls = load(certificate, key, null);
        assertThat(tls.refresh()).isFalse();

        renew(certificate, TestCertificates.certificate("other"), 1);
        assertThat(tls.refresh()).as("the key is still the old one").isFalse();
        assertThat(tls.isFor("localhost")).isTrue();
        assertThat(tls.refresh()).isFalse();
        assertThat(warnings())
                .as("said once")
                .containsExactly(
                        "http over TLS: the files have changed, and the old ones stay:"
                                + " http.tls.key = %s: this key does not belong to".formatted(key)
                                + " http.tls.certificate");
        renew(key, TestCertificates.key("other"), 2);
        assertThat(tls.refresh()).isTrue();
        assertThat(tls.isFor("pbx.example.net")).isTrue();
        assertThat(tls.isFor("localhost")).isFalse();

        Files.delete(key);
        assertThat(tls.refresh()).isFalse();
        assertThat(tls.isFor("pbx.example.net")).isTrue();
    }

    @Test
    void makesOneForThisMachineInMemory() throws Exception {
        var settings = settings(null, null, null, true);
        HttpTls tls = Objects.requireNonNull(HttpTls.load(settings, clock(NOW)));
        X509Certificate certificate = shown(tls);

        assertThat(tls.selfSigned()).isTrue();
        assertThat(tls.isFor("localhost")).isTrue();
        assertThat(tls.isFor("127.0.0.1")).isTrue();
        assertThat(tls.isFor("::1")).isTrue();
        assertThat(tls.isFor("example.org")).isFalse();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(824)));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(tls.refresh()).isFalse();
        assertThat(HttpTls.preview(settings))
                .isEqualTo("a certificate signed by itself will be made");
    }

    @Test
    void keepsTheOneItMadeForTheNextStart() throws Exception {
        Path file = folder.resolve("https.pem");
        var settings = settings(file, null, null, true);

        assertThat(HttpTls.preview(settings)).contains("will be made");
        assertThat(file).doesNotExist();
        X509Certificate first = shown(Objects.requireNonNull(HttpTls.load(settings, clock(NOW))));
        X509Certificate second = shown(Objects.requireNonNull(HttpTls.load(settings, clock(NOW))));

        assertThat(second).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(HttpTls.preview(settings)).startsWith("certificate for localhost, ");

        Instant nearTheEnd = NOW.plus(Duration.ofDays(820));
        HttpTls renewed = Objects.requireNonNull(HttpTls.load(settings, clock(nearTheEnd)));
        assertThat(shown(renewed)).isNotEqualTo(first);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void neverReplacesWhatSomebodyElseHasMade() throws Exception {
        String others =
                Files.readString(TestCertificates.certificate("expired"))
                        + Files.readString(TestCertificates.key("expired"));
        Path file = file("mine.pem", others);

        HttpTls tls =
                Objects.requireNonNull(HttpTls.load(settings(file, null, null, true), clock(NOW)));

        assertThat(Files.readString(file)).isEqualTo(others);
        assertThat(tls.selfSigned()).isFalse();
        assertThat(warnings()).singleElement().asString().contains("expired");
    }

    @Test
    void saysWhereItCannotBeMade() {
        Path file = folder.resolve("none").resolve("https.pem");

        assertThatThrownBy(() -> HttpTls.load(settings(file, null, null, true)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "http.tls.certificate = " + file + ": it is not there and can't be made: ");
    }

    private static X509Certificate shown(HttpTls tls) {
        return Objects.requireNonNull(tls.keyManager().getCertificateChain("server"))[0];
    }

    private static Clock clock(Instant at) {
        return Clock.fixed(at, ZoneOffset.UTC);
    }

    private static void fails(
            Path certificate,
            @Nullable Path key,
            @Nullable String password,
            String sentence,
            Path file) {
        assertThatThrownBy(() -> load(certificate, key, password))
                .isInstanceOf(IOException.class)
                .hasMessage(sentence.formatted(file));
    }

    private static HttpTls load(Path certificate, @Nullable Path key, @Nullable String password)
            throws IOException {
        return Objects.requireNonNull(
                HttpTls.load(settings(certificate, key, password, false), clock(NOW)));
    }

    private static Config.Http.Https settings(
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable String password,
            boolean selfSigned) {
        return new Config.Http.Https(
                0,
                Optional.ofNullable(certificate),
                Optional.ofNullable(key),
                Optional.ofNullable(password).map(Secret::new),
                selfSigned);
    }

    private Path pkcs12(String password) throws Exception {
        X509Certificate own = new PemFile("", CERTIFICATE).certificates().getFirst();
        X509Certificate ca =
                new PemFile("", TestCertificates.certificate("ca")).certificates().getFirst();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "any",
                new PemFile("", KEY).privateKey(own),
                password.toCharArray(),
                new X509Certificate[] {own, ca});
        Path file = folder.resolve("own.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static void renew(Path file, Path by, int hours) throws IOException {
        Files.write(file, Files.readAllBytes(by));
        Files.setLastModifiedTime(file, FileTime.from(NOW.plus(Duration.ofHours(hours))));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
