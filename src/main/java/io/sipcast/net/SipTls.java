package io.sipcast.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sipcast.config.Config;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of SIP as it is configured: who we are and whom we trust. The costly parts of a handshake run
 * on threads of their own, not on the loop. Immutable, safe for use by any thread.
 */
public final class SipTls {
    private static final Logger LOG = LoggerFactory.getLogger(SipTls.class);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final Executor OFF_THE_LOOP =
            task -> Thread.ofVirtual().name("sip-tls").start(task);

    private final int port;
    private final SslContext client;
    private final @Nullable SslContext server;
    private final @Nullable X509Certificate certificate;

    private SipTls(
            int port,
            SslContext client,
            @Nullable SslContext server,
            @Nullable X509Certificate certificate) {
        this.port = port;
        this.client = client;
        this.server = server;
        this.certificate = certificate;
    }

    private record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /**
     * Reads the files.
     *
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    public static SipTls load(Config.Sip.Tls settings) throws IOException {
        Identity own = identity(settings);
        X509ExtendedTrustManager authorities = authorities(settings.ca().orElse(null));
        if (!settings.verify()) {
            LOG.warn(
                    "sip.tls.verify is off: whoever answers is taken for the one that was dialled");
        }
        TrustManager trust =
                settings.verify()
                        ? new SipTrust(authorities, settings.wildcards())
                        : InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
        SslContext client = client(trust, own);
        SslContext server =
                own == null ? null : server(new SipTrust(authorities, false), own, settings);
        X509Certificate certificate = own == null ? null : own.chain().getFirst();
        return new SipTls(settings.port(), client, server, certificate);
    }

    /** Of one that only connects, and trusts whom the system trusts. */
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

    private static @Nullable Identity identity(Config.Sip.Tls settings) throws IOException {
        Path certificate = settings.certificate().orElse(null);
        Path key = settings.key().orElse(null);
        if (certificate == null || key == null) {
            return null;
        }
        var chain = new PemFile("sip.tls.certificate", certificate).certificates();
        return new Identity(new PemFile("sip.tls.key", key).privateKey(chain.getFirst()), chain);
    }

    /** Of these files, else of the system. */
    private static X509ExtendedTrustManager authorities(@Nullable Path ca) throws IOException {
        try {
            KeyStore store =
                    ca == null ? null : store(new PemFile("sip.tls.ca", ca).certificates());
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IOException("sip.tls.ca: the trusted authorities can't be used: " + e, e);
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

    private static SslContext client(TrustManager trust, @Nullable Identity own)
            throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .protocols(VERSIONS)
                        .trustManager(trust)
                        .endpointIdentificationAlgorithm(null); // SipTrust does it, SIP's way
        return (own == null ? builder : builder.keyManager(own.key(), own.chain())).build();
    }

    private static SslContext server(TrustManager trust, Identity own, Config.Sip.Tls settings)
            throws SSLException {
        return SslContextBuilder.forServer(own.key(), own.chain())
                .sslProvider(SslProvider.JDK)
                .protocols(VERSIONS)
                .trustManager(trust)
                .clientAuth(
                        switch (settings.clientAuth()) {
                            case NONE -> ClientAuth.NONE;
                            case REQUEST -> ClientAuth.OPTIONAL;
                            case REQUIRE -> ClientAuth.REQUIRE;
                        })
                .build();
    }

    /** Whether we can be called over TLS, which takes a certificate. */
    boolean listens() {
        return server != null;
    }

    /** Where to listen; 0 for any free port. */
    int port() {
        return port;
    }

    /** What we show to others, for people. */
    public String describe() {
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
        return limited(client.newHandler(buffers, host, target.port(), OFF_THE_LOOP), handshake);
    }

    /** For a connection that somebody made to us. */
    SslHandler accepting(ByteBufAllocator buffers, Duration handshake) {
        if (server == null) {
            throw new IllegalStateException("no certificate to be called with");
        }
        return limited(server.newHandler(buffers, OFF_THE_LOOP), handshake);
    }

    private static SslHandler limited(SslHandler handler, Duration handshake) {
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    /** Where peers are told to call us by TLS though nobody listens: on what we connect by. */
    int advertisedPort() {
        return port == 0 ? Transport.TLS.defaultPort() : port;
    }
}
