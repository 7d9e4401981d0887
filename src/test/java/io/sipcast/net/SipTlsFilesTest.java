package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.config.Config;
import io.sipcast.peer.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that can't be used: the sentence names the key and the file, and never what is in it. */
class SipTlsFilesTest {
    private static final Path CERTIFICATE = TestCertificates.certificate("server");
    private static final Path KEY = TestCertificates.key("server");

    @TempDir Path folder;

    @Test
    void saysWhomTheCertificateIsForAndUntilWhen() throws Exception {
        assertThat(load(CERTIFICATE, KEY, null).describe())
                .isEqualTo(
                        "certificate for sip.example.org, localhost, 127.0.0.1, ::1, valid until"
                                + " 2125-01-01T00:00:00Z");
        assertThat(SipTls.standard().describe())
                .isEqualTo("no certificate: TLS only for connections that we make");
    }

    @Test
    void takesAChainAndWhatStandsAroundThePem() throws Exception {
        String chain = Files.readString(CERTIFICATE) + Files.readString(ca());
        String key = "Bag Attributes\n" + Files.readString(KEY).replace("\n", "\r\n");

        assertThat(load(file("chain", chain), file("key", key), ca()).listens()).isTrue();
    }

    @Test
    void aFileMustBeThere() {
        Path none = folder.resolve("none.pem");

        fails(none, KEY, null, "sip.tls.certificate = " + none + ": there is no such file");
        fails(CERTIFICATE, none, null, "sip.tls.key = " + none + ": there is no such file");
        fails(CERTIFICATE, KEY, none, "sip.tls.ca = " + none + ": there is no such file");
        assertThatThrownBy(() -> load(CERTIFICATE, folder, null))
                .hasMessageStartingWith("sip.tls.key = " + folder + ": it can't be read: ");
    }

    @Test
    void theKeyMustBelongToTheCertificate() {
        Path other = TestCertificates.key("other");

        fails(
                CERTIFICATE,
                other,
                null,
                "sip.tls.key = " + other + ": this key does not belong to sip.tls.certificate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RSA PRIVATE KEY       | the key is not in PKCS #8; openssl pkcs8 -topk8 -nocrypt"
                        + " -in FILE -out NEW makes it so",
                "EC PRIVATE KEY        | the key is not in PKCS #8; openssl pkcs8 -topk8 -nocrypt"
                        + " -in FILE -out NEW makes it so",
                "ENCRYPTED PRIVATE KEY | the key has a password; openssl pkcs8 -in FILE -out NEW"
                        + " removes it",
                "PRIVATE KEY           | it holds no usable key of the kind of"
                        + " sip.tls.certificate, EC",
                "PUBLIC KEY            | it holds no private key in PEM"
            })
    void saysHowToMendAKey(String label, String why) throws Exception {
        Path key =
                file(
                        "key",
                        "-----BEGIN %1$s-----\nc2VjcmV0\n-----END %1$s-----\n".formatted(label));

        fails(CERTIFICATE, key, null, "sip.tls.key = " + key + ": " + why);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "no PEM",
        "'-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n'"
    })
    void aCertificateMustBeOne(String text) throws Exception {
        Path file = file("certificate", text);

        fails(
                file,
                KEY,
                null,
                "sip.tls.certificate = " + file + ": it holds no certificate in PEM");
        fails(CERTIFICATE, KEY, file, "sip.tls.ca = " + file + ": it holds no certificate in PEM");
    }

    @Test
    void takesRenewedFilesForTheConnectionsToCome() throws Exception {
        Path certificate = file("certificate", Files.readString(CERTIFICATE));
        Path key = file("key", Files.readString(KEY));
        SipTls tls = load(certificate, key, null);

        renew(certificate, TestCertificates.certificate("other"), 1);
        tls.refresh();
        assertThat(tls.describe()).as("the key is still the old one").contains("sip.example.org");
        renew(key, TestCertificates.key("other"), 2);
        tls.refresh();
        assertThat(tls.describe()).startsWith("certificate for pbx.example.net, ");

        Files.delete(key);
        tls.refresh();
        assertThat(tls.describe()).startsWith("certificate for pbx.example.net, ");
    }

    private static void renew(Path file, Path by, int hours) throws IOException {
        Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
        FileTime later = FileTime.from(Instant.now().plus(Duration.ofHours(hours)));
        Files.setLastModifiedTime(file, later);
    }

    private static void fails(Path certificate, Path key, @Nullable Path ca, String sentence) {
        assertThatThrownBy(() -> load(certificate, key, ca))
                .isInstanceOf(IOException.class)
                .hasMessage(sentence);
    }

    private static SipTls load(Path certificate, Path key, @Nullable Path ca) throws IOException {
        return SipTls.load(
                new Config.Sip.Tls(
                        0,
                        Optional.of(certificate),
                        Optional.of(key),
                        Optional.ofNullable(ca),
                        Config.ClientAuth.NONE,
                        true,
                        false));
    }

    private static Path ca() {
        return TestCertificates.certificate("ca");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
