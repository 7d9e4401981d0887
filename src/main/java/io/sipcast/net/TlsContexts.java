package io.sipcast.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sipcast.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the files of the configuration come to.
 *
 * @param client made aside where no file is read for it: nothing can be wrong, and the authorities
 *     of the Java runtime are some hundred
 * @param server null without a certificate of ours: then nobody can connect to us
 */
record TlsContexts(
        MadeAside<SslContext> client,
        @Nullable SslContext server,
        @Nullable X509Certificate certificate) {
    static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /**
     * Reads the files.
     *
     * @param others make what no file is read for
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    static TlsContexts load(Config.Sip.Tls settings, Executor others) throws IOException {
        Identity own = identity(settings);
        if (own == null && settings.ca().isEmpty()) {
            return new TlsContexts(
                    MadeAside.by(others, () -> client(settings, authorities(settings), null)),
                    null,
                    null);
        }
        X509ExtendedTrustManager authorities = authorities(settings);
        var client = MadeAside.ready(client(settings, authorities, own));
        if (own == null) {
            return new TlsContexts(client, null, null);
        }
        SslContext server =
                server(new PeerTrust(authorities, SipIdentities.rule(false)), own, settings);
        return new TlsContexts(client, server, own.chain().getFirst());
    }

    private static X509ExtendedTrustManager authorities(Config.Sip.Tls settings)
            throws IOException {
        return TlsAuthorities.load("sip.tls.ca", settings.ca());
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

    private static SslContext client(
            Config.Sip.Tls settings, X509ExtendedTrustManager authorities, @Nullable Identity own)
            throws SSLException {
        TrustManager trust =
                settings.verify()
                        ? new PeerTrust(authorities, SipIdentities.rule(settings.wildcards()))
                        : InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .protocols(VERSIONS)
                        .trustManager(trust)
                        .endpointIdentificationAlgorithm(null); // PeerTrust does it, SIP's way
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
}
