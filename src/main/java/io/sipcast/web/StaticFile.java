package io.sipcast.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A file that never changes while the program runs, as it is and compressed: what it takes to make
 * one is not for an event loop ({@link FileOnDemand}).
 *
 * @param type its media type
 * @param policy the Content-Security-Policy of a page, without who may frame it
 */
record StaticFile(
        String type, String policy, Framing framing, String tag, Buffer plain, Buffer compressed) {

    /** Reads a file of the program. */
    static StaticFile load(String resource, String policy, Framing framing) {
        return of(typeOf(resource), policy, framing, read(resource));
    }

    static StaticFile of(String type, String policy, Framing framing, byte[] bytes) {
        return new StaticFile(
                type,
                policy,
                framing,
                EntityTag.of(bytes),
                Buffer.buffer(bytes),
                Buffer.buffer(gzip(bytes)));
    }

    /** The bytes of a file of the program. */
    static byte[] read(String resource) {
        try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers who asks for it. On the event loop. */
    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return; // the client did not wait
        }
        response.putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "Origin, Accept-Encoding")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        framing.write(response.headers(), policy);
        if (EntityTag.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            send(request, compressed);
        } else {
            send(request, plain);
        }
    }

    private static void send(HttpServerRequest request, Buffer body) {
        if (request.method().equals(HttpMethod.HEAD)) {
            String length = Integer.toString(body.length());
            request.response().putHeader(HttpHeaders.CONTENT_LENGTH, length).end();
        } else {
            request.response().end(body);
        }
    }

    private static String typeOf(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "yaml" -> "application/yaml"; // RFC 9512
            default -> "text/plain; charset=utf-8";
        };
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
