package io.sipcast.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that says exactly what a test tells it to: Host, Origin and nothing of its own.
 * One connection for each request.
 */
final class Http {
    private final int port;

    Http(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** What came back, header names in lower case. */
    record Reply(int status, Map<String, String> headers, Bytes bytes) {
        String body() {
            return new String(bytes.toArray(), UTF_8);
        }

        @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    Reply get(String path, String... headers) {
        return exchange("GET", path, "", headers);
    }

    Reply postJson(String path, String json) {
        return exchange("POST", path, json, "Content-Type: application/json");
    }

    /** Adds Host, unless it is among the headers, and Content-Length, unless there is no body. */
    Reply exchange(String method, String path, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.removeIf(String::isEmpty);
        if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
            lines.add("Host: localhost:" + port);
        }
        if (!body.isEmpty()) {
            lines.add("Content-Length: " + body.getBytes(UTF_8).length);
        }
        lines.add("Connection: close");
        String head = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", lines);
        return raw(head + "\r\n\r\n" + body);
    }

    /** Sends bytes as they are and reads to the end of the connection. */
    Reply raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a reply to the end of the connection. */
    static Reply read(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        String text = new String(all, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim(),
                    (a, b) -> a + ", " + b);
        }
        Bytes body = Bytes.copyOf(all, end + 4, all.length);
        boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        return new Reply(status, headers, chunked ? joined(text.substring(end + 4)) : body);
    }

    /** The chunks of a body put together, RFC 9112 §7.1; the last one must be there. */
    private static Bytes joined(String text) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, line), 16);
            if (size == 0) {
                return Bytes.copyOf(body.toString().getBytes(ISO_8859_1));
            }
            body.append(text, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }
}
