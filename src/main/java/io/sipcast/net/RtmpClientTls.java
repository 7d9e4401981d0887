package io.sipcast.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * TLS towards RTMP servers: an authority that we trust vouches for the certificate, which is for
 * the host of the URL (RFC 9525). The host goes along as the server's name (SNI, RFC 6066 §3) where
 * it is no address. Safe for use by any thread.
 */
public final class RtmpClientTls {
    private final MadeAside<SslContext> context;

    private RtmpClientTls(MadeAside<SslContext> context) {
        this.context = context;
    }

    /**
     * Trusts who is vouched for by the authorities of a file. Those of the Java runtime are some
     * hundred, and are read while others go on.
     *
     * @param ca PEM, the value of {@code push.tls.ca}; empty: those of the Java runtime
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    public static RtmpClientTls load(Optional<Path> ca) throws IOException {
        return load(ca, Thread::startVirtualThread);
    }

    /**
     * The same.
     *
     * @param others read the authorities of the Java runtime, should it be those
     */
    public static RtmpClientTls load(Optional<Path> ca, Executor others) throws IOException {
        return new RtmpClientTls(
                ca.isPresent()
                        ? MadeAside.ready(context(ca))
                        : MadeAside.by(others, () -> context(ca)));
    }

    private static SslContext context(Optional<Path> ca) throws IOException {
        var trust =
                new PeerTrust(TlsAuthorities.load("push.tls.ca", ca), SipIdentities.serverRule());
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(TlsContexts.VERSIONS)
                .trustManager(trust)
                .endpointIdentificationAlgorithm(null) // PeerTrust says it in words
                .build();
    }

    /** Trusts whom the Java runtime trusts. */
    public static RtmpClientTls standard() {
        try {
            return load(Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException(e); // no file is read
        }
    }

    /**
     * For a connection to this server.
     *
     * @param limit for the handshake
     * @param mayWait runs the costly parts of it
     */
    SslHandler connecting(ByteBufAllocator buffers, RtmpUrl url, Duration limit, Executor mayWait) {
        SslHandler handler = context.get().newHandler(buffers, url.host(), url.port(), mayWait);
        handler.setHandshakeTimeoutMillis(limit.toMillis());
        return handler;
    }
}
