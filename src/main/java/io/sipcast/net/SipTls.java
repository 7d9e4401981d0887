package io.sipcast.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.sipcast.config.Config;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of SIP as it is configured: who we are and whom we trust. The costly parts of a handshake run
 * on threads of their own, not on the loop. Safe for use by any thread.
 */
public final class SipTls {
    private static final Logger LOG = LoggerFactory.getLogger(SipTls.class);
    private static final Executor OFF_THE_LOOP =
            task -> Thread.ofVirtual().name("sip-tls").start(task);

    private final Config.Sip.Tls settings;
    private volatile TlsContexts contexts;
    private List<FileTime> filesAsOf;

    private SipTls(Config.Sip.Tls settings, List<FileTime> filesAsOf, TlsContexts contexts) {
        this.settings = settings;
        this.filesAsOf = filesAsOf;
        this.contexts = contexts;
    }

    /**
     * Reads the files.
     *
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    public static SipTls load(Config.Sip.Tls settings) throws IOException {
        return load(settings, OFF_THE_LOOP);
    }

    /**
     * The same.
     *
     * @param others make what no file is read for
     */
    public static SipTls load(Config.Sip.Tls settings, Executor others) throws IOException {
        if (!settings.verify()) {
            LOG.warn(
                    "sip.tls.verify is off: whoever answers is taken for the one that was dialled");
        }
        List<FileTime> asOf = filesAsOf(settings); // before: what changes meanwhile is read again
        return new SipTls(settings, asOf, TlsContexts.load(settings, others));
    }

    /** Of one that only connects, and trusts whom the Java runtime trusts. */
    public static SipTls standard() {
        try {
            return load(
                    new Config.Sip.Tls(
                            Transport.TLS.defaultPort(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Config.ClientAuth.NONE,
                            true,
                            false));
        } catch (IOException e) {
            throw new IllegalStateException(e); // no file is read
        }
    }

    private static List<FileTime> filesAsOf(Config.Sip.Tls settings) {
        List<FileTime> times = new ArrayList<>();
        Stream.of(settings.certificate(), settings.key(), settings.ca())
                .flatMap(Optional::stream)
                .forEach(file -> times.add(changed(file)));
        return times;
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0); // it is being replaced, or is gone: loading says so
        }
    }

    /**
     * Reads the files again if one of them has changed, for the connections to come: a certificate
     * is renewed more often than a gateway is started. Files that can't be used change nothing.
     * Waits for the disk.
     */
    synchronized void refresh() {
        List<FileTime> asOf = filesAsOf(settings);
        if (asOf.equals(filesAsOf)) {
            return;
        }
        filesAsOf = asOf;
        try {
            contexts = TlsContexts.load(settings, OFF_THE_LOOP);
            LOG.info("sip over TLS: the files have changed: {}", describe());
        } catch (IOException e) {
            LOG.warn(
                    "sip over TLS: the files have changed, and the old ones stay: {}",
                    e.getMessage());
        }
    }

    /** Whether we can be called over TLS, which takes a certificate. */
    boolean listens() {
        return contexts.server() != null;
    }

    /** Where to listen; 0 for any free port. */
    int port() {
        return settings.port();
    }

    /** Where peers are told to call us by TLS though nobody listens: on what we connect by. */
    int advertisedPort() {
        return port() == 0 ? Transport.TLS.defaultPort() : port();
    }

    /** What we show to others, for people. */
    public String describe() {
        X509Certificate certificate = contexts.certificate();
        return certificate == null
                ? "no certificate: TLS only for connections that we make"
                : "certificate for %s, valid until %s"
                        .formatted(
                                SipIdentities.of(certificate),
                                certificate.getNotAfter().toInstant());
    }

    /** For a connection to this target, whose name the certificate must have. */
    SslHandler connecting(ByteBufAllocator buffers, Target target, Duration handshake) {
        String host = Objects.requireNonNullElse(target.name(), target.ip().toString());
        return limited(
                contexts.client().get().newHandler(buffers, host, target.port(), OFF_THE_LOOP),
                handshake);
    }

    /** For a connection that somebody made to us. */
    SslHandler accepting(ByteBufAllocator buffers, Duration handshake) {
        @Nullable SslContext server = contexts.server();
        if (server == null) {
            throw new IllegalStateException("no certificate to be called with");
        }
        return limited(server.newHandler(buffers, OFF_THE_LOOP), handshake);
    }

    private static SslHandler limited(SslHandler handler, Duration handshake) {
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }
}
