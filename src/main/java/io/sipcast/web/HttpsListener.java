package io.sipcast.web;

import io.sipcast.net.HttpTls;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTPS: TLS 1.2 and 1.3, HTTP/2 where the client takes it. A certificate that has changed is for
 * the connections to come; those that are there stay.
 */
final class HttpsListener {
    private static final Logger LOG = LoggerFactory.getLogger(HttpsListener.class);
    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
    private static final long CHECK_MILLIS = 10_000;
    private static final int UPDATE_SECONDS = 10;

    private final Vertx vertx;
    private final HttpTls tls;
    private final Executor mayWait;
    private final HttpServer server;

    /**
     * Builds it.
     *
     * @param plain the options of the HTTP server, which hold for this one, too
     */
    HttpsListener(Vertx vertx, HttpServerOptions plain, HttpTls tls, Executor mayWait) {
        this.vertx = vertx;
        this.tls = tls;
        this.mayWait = mayWait;
        HttpServerOptions options =
                plain.setPort(tls.port())
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager()))
                        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
        options.setEnabledSecureTransportProtocols(VERSIONS);
        server = vertx.createHttpServer(options);
    }

    /** Serves from now on, once it listens. */
    HttpServer open(Handler<HttpServerRequest> handler) {
        vertx.setPeriodic(CHECK_MILLIS, _ -> mayWait.execute(this::renew));
        return server.connectionHandler(StrandedStreams::watch).requestHandler(handler);
    }

    /** Takes a certificate that has changed. Waits for the disk. */
    void renew() {
        if (!tls.refresh()) {
            return;
        }
        ServerSSLOptions options =
                new ServerSSLOptions()
                        .setUseAlpn(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager()))
                        .setEnabledSecureTransportProtocols(VERSIONS);
        try {
            var _ = server.updateSSLOptions(options, true).await(UPDATE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("http over TLS: the certificate that has changed is not taken", e);
        }
    }
}
