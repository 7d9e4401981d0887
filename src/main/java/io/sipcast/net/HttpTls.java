package io.sipcast.net;

import io.sipcast.config.Config;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTPS server shows to browsers. Safe for use by any thread. */
public final class HttpTls {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTls.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final String CERTIFICATE = "http.tls.certificate";

    private final Config.Http.Https settings;
    private final Clock clock;
    private volatile ServerIdentity identity;
    private List<FileTime> filesAsOf;

    private HttpTls(
            Config.Http.Https settings,
            Clock clock,
            List<FileTime> filesAsOf,
            ServerIdentity identity) {
        this.settings = settings;
        this.clock = clock;
        this.filesAsOf = filesAsOf;
        this.identity = identity;
    }

    /**
     * Reads the files, or makes a certificate if that is asked for.
     *
     * @return null without a certificate: then there is no HTTPS
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    public static @Nullable HttpTls load(Config.Http.Https settings) throws IOException {
        return load(settings, Clock.systemUTC());
    }

    /** The same at another time. */
    static @Nullable HttpTls load(Config.Http.Https settings, Clock clock) throws IOException {
        Path file = settings.certificate().orElse(null);
        if (file == null) {
            return settings.selfSigned()
                    ? new HttpTls(settings, clock, List.of(), made(clock))
                    : null;
        }
        if (settings.selfSigned()) {
            keep(file, clock);
        }
        List<FileTime> asOf = filesAsOf(settings); // before: what changes meanwhile is read again
        var tls = new HttpTls(settings, clock, asOf, read(settings, file));
        tls.warn();
        return tls;
    }

    /**
     * What a start would do, for people; makes no file.
     *
     * @throws IOException as {@link #load} does
     */
    public static String preview(Config.Http.Https settings) throws IOException {
        boolean made =
                settings.selfSigned() && settings.certificate().filter(Files::exists).isEmpty();
        if (made) {
            return "a certificate signed by itself will be made";
        }
        Path file = settings.certificate().orElse(null);
        return file == null
                ? "off, " + CERTIFICATE + " is not set"
                : describe(read(settings, file).certificate());
    }

    private static ServerIdentity made(Clock clock) throws IOException {
        return SelfSigned.create(new SecureRandom(), clock.instant());
    }

    private static ServerIdentity read(Config.Http.Https settings, Path path) throws IOException {
        var file = new PemFile(CERTIFICATE, path);
        if (settings.key().isEmpty() && ServerIdentity.isPkcs12(path)) {
            return ServerIdentity.ofPkcs12(file, settings.password());
        }
        List<X509Certificate> chain = file.certificates();
        if (settings.key().isEmpty() && !file.holdsKey()) {
            throw new PemFile.UnusableException(file, "its key is not in it; set http.tls.key");
        }
        PemFile key = settings.key().map(own -> new PemFile("http.tls.key", own)).orElse(file);
        return new ServerIdentity(key.privateKey(chain.getFirst()), chain);
    }

    /** Makes the file if it is not there, or is ours and will soon be of no use. */
    private static void keep(Path file, Clock clock) throws IOException {
        try {
            if (!Files.exists(file) || isOursAndOver(file, clock)) {
                write(file, SelfSigned.pem(made(clock)));
                LOG.info("http over TLS: made {}, a certificate signed by itself", file);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "%s = %s: it is not there and can't be made: %s"
                            .formatted(CERTIFICATE, file, e),
                    e);
        }
    }

    private static boolean isOursAndOver(Path file, Clock clock) {
        try {
            X509Certificate certificate = new PemFile(CERTIFICATE, file).certificates().getFirst();
            Instant end = certificate.getNotAfter().toInstant();
            return SelfSigned.isOurs(certificate) && clock.instant().plus(SOON).isAfter(end);
        } catch (IOException _) {
            return false; // not ours: who reads it next says what is wrong
        }
    }

    /** For us alone, and never half of it. */
    private static void write(Path file, byte[] pem) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".https", ".pem", forUsAlone());
        try {
            Files.write(part, pem);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileAttribute<?>[] forUsAlone() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static List<FileTime> filesAsOf(Config.Http.Https settings) {
        return Stream.of(settings.certificate(), settings.key())
                .flatMap(Optional::stream)
                .map(HttpTls::changed)
                .toList();
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0); // it is being replaced, or is gone: loading says so
        }
    }

    /**
     * Reads the files again if one of them has changed. Files that can't be used change nothing,
     * and that is logged once. Waits for the disk.
     *
     * @return whether there is another certificate now
     */
    public synchronized boolean refresh() {
        Path file = settings.certificate().orElse(null);
        List<FileTime> asOf = filesAsOf(settings);
        if (file == null || asOf.equals(filesAsOf)) {
            return false;
        }
        filesAsOf = asOf;
        try {
            identity = read(settings, file);
            LOG.info("http over TLS: the files have changed: {}", describe());
            warn();
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "http over TLS: the files have changed, and the old ones stay: {}",
                    e.getMessage());
            return false;
        }
    }

    private void warn() {
        X509Certificate certificate = identity.certificate();
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            LOG.warn("http over TLS: the certificate expired at {}: browsers refuse it", end);
        } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
            LOG.warn(
                    "http over TLS: the certificate is not valid before {}: browsers refuse it",
                    certificate.getNotBefore().toInstant());
        } else if (now.plus(SOON).isAfter(end)) {
            LOG.warn("http over TLS: the certificate expires at {}", end);
        }
    }

    /** Where to listen; 0 for any free port. */
    public int port() {
        return settings.port();
    }

    /** Whether the certificate is for a host; {@code *} may stand for the first label. */
    public boolean isFor(String host) {
        return SipIdentities.ofServer(identity.certificate()).contain(host, true);
    }

    /** Whether browsers trust nobody for it. */
    public boolean selfSigned() {
        return identity.selfSigned();
    }

    /** What TLS engines take the certificate from, as it is now. */
    public X509KeyManager keyManager() {
        return identity.keyManager();
    }

    /** What we show to others, for people. */
    public String describe() {
        return describe(identity.certificate());
    }

    private static String describe(X509Certificate certificate) {
        return "certificate for %s, valid until %s"
                .formatted(
                        SipIdentities.ofServer(certificate), certificate.getNotAfter().toInstant());
    }
}
