package io.sipcast.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.sipcast.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the RTMP server shows to clients of {@code rtmps}. Safe for use by any thread. */
public final class RtmpServerTls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final Executor OFF_THE_LOOP =
            task -> Thread.ofVirtual().name("rtmp-tls").start(task);

    private final int port;
    private final SslContext context;

    private RtmpServerTls(int port, SslContext context) {
        this.port = port;
        this.context = context;
    }

    /**
     * Reads the files.
     *
     * @return null without a certificate: then there is no {@code rtmps}
     * @throws IOException naming the key and the file that can't be used, as a sentence
     */
    public static @Nullable RtmpServerTls load(Config.Rtmp.Rtmps settings) throws IOException {
        Path certificate = settings.certificate().orElse(null);
        Path key = settings.key().orElse(null);
        if (certificate == null || key == null) {
            return null;
        }
        var chain = new PemFile("rtmp.tls.certificate", certificate).certificates();
        var own = new PemFile("rtmp.tls.key", key).privateKey(chain.getFirst());
        SslContext context =
                SslContextBuilder.forServer(own, chain)
                        .sslProvider(SslProvider.JDK)
                        .protocols(VERSIONS)
                        .build();
        return new RtmpServerTls(settings.port(), context);
    }

    /** Where to listen; 0 for any free port. */
    int port() {
        return port;
    }

    SslHandler accepting(ByteBufAllocator buffers, Duration handshake) {
        SslHandler handler = context.newHandler(buffers, OFF_THE_LOOP);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }
}
