package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The pages and what belongs to them: a fixed list, in memory from the start, so that no request
 * ever reaches a file and no event loop waits for one.
 */
final class Pages {
    /** Nothing from elsewhere, no script or style within a page; blob: is what a page made itself. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " media-src 'self' blob:; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> FILES = files();

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** Loads them all. */
    Pages() {
        FILES.forEach((path, file) -> pages.put(path, Page.load(file)));
    }

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("/", "index.html");
        files.put("/player", "player.html");
        files.put("/call", "call.html");
        for (String name :
                new String[] {
                    "style.css",
                    "icon.svg",
                    "texts.js",
                    "server.js",
                    "dom.js",
                    "measures.js",
                    "events.js",
                    "connection.js",
                    "console.css",
                    "console.js",
                    "calls.js",
                    "call-form.js",
                    "targets-form.js",
                    "call-words.js",
                    "call.js",
                    "call-summary.js",
                    "call-facts.js",
                    "call-targets.js",
                    "call-controls.js",
                    "parts.js",
                    "report.js",
                    "player.js",
                    "elements.js",
                    "numbers.js",
                    "ladder.js",
                    "ladder-layout.js",
                    "ladder-message.js",
                    "ladder-rows.js",
                    "media-path.js",
                    "media-boxes.js",
                    "media-flow.js",
                    "tip.js",
                    "charts.js",
                    "chart-series.js",
                    "meter.js",
                    "thumbnail.js",
                    "visuals.css",
                    "mpegts/mpegts.js",
                    "mpegts/LICENSE",
                    "mpegts/mpegts.js.LICENSE.txt"
                }) {
            files.put("/" + name, name);
        }
        return files;
    }

    void mount(Router router) {
        for (var page : pages.entrySet()) {
            router.get(page.getKey()).handler(context -> page.getValue().send(context.request()));
            router.head(page.getKey()).handler(context -> page.getValue().send(context.request()));
            router.route(page.getKey()).handler(context -> context.fail(onlyRead()));
        }
    }

    private static Problem onlyRead() {
        return new Problem(405, "A page can only be read.", null, Map.of("Allow", "GET, HEAD"));
    }

    /** One file, as it is and compressed. */
    private record Page(String type, String tag, Buffer plain, Buffer compressed) {
        static Page load(String file) {
            try (InputStream in = Pages.class.getResourceAsStream("/web/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its file web/" + file);
                }
                byte[] bytes = in.readAllBytes();
                return new Page(
                        typeOf(file), tag(bytes), Buffer.buffer(bytes), Buffer.buffer(gzip(bytes)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void send(HttpServerRequest request) {
            HttpServerResponse response = request.response();
            response.putHeader(HttpHeaders.ETAG, tag)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .putHeader(HttpHeaders.VARY, "Origin, Accept-Encoding")
                    .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .putHeader("Cross-Origin-Resource-Policy", "same-origin");
            if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
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
                default -> "text/plain; charset=utf-8";
            };
        }

        private static String tag(byte[] bytes) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                // weak, since the same tag stands for the compressed form
                return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] gzip(byte[] bytes) throws IOException {
            var out = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            }
            return out.toByteArray();
        }
    }
}
