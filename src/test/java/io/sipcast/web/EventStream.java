package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client of server-sent events that reads what is sent line by line, with nothing in between. */
final class EventStream implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;

    /** One block of lines; a comment has only that. */
    record Block(
            @Nullable String id,
            @Nullable String event,
            @Nullable String data,
            @Nullable String retry,
            @Nullable String comment) {
        JsonNode json() {
            return Json.read(String.valueOf(data).getBytes(UTF_8));
        }
    }

    private final Socket socket;
    private final BufferedReader in;
    private final List<String> chunk = new ArrayList<>();
    private boolean ended;
    final int status;
    final Map<String, String> headers = new TreeMap<>();

    private EventStream(int port, String method, String path, String... lines) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(LIMIT_MILLIS);
            String head = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
            String request =
                    "%s %s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n"
                            .formatted(method, path, port, head);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            status = Integer.parseInt(in.readLine().split(" ", -1)[1]);
            String line = in.readLine();
            while (!line.isEmpty()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
                line = in.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EventStream open(int port, String query, String... headers) {
        return new EventStream(port, "GET", "/api/v1/events" + query, headers);
    }

    /** The next block that is no ping. */
    Block next() {
        Block block = nextBlock();
        while (block.comment() != null) {
            block = nextBlock();
        }
        return block;
    }

    /** The next event of this name; all others are passed over. */
    Block next(String event) {
        Block block = next();
        while (!event.equals(block.event())) {
            block = next();
        }
        return block;
    }

    Block nextBlock() {
        Map<String, String> fields = new TreeMap<>();
        String line = line();
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
            line = line();
        }
        return new Block(
                fields.get("id"),
                fields.get("event"),
                fields.get("data"),
                fields.get("retry"),
                fields.get(""));
    }

    /** Whether the server has ended the stream in good order, after nothing but pings. */
    boolean endsCleanly() {
        try {
            while (!ended) {
                nextBlock();
            }
            return true;
        } catch (UncheckedIOException _) {
            return ended;
        }
    }

    /** A line of the body: chunks end where blocks end. */
    private String line() {
        try {
            if (chunk.isEmpty()) {
                readChunk();
            }
            return chunk.removeFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readChunk() throws IOException {
        String head = in.readLine();
        if (head == null) {
            throw new IOException("the connection was closed");
        }
        int size = Integer.parseInt(head, 16);
        if (size == 0) {
            ended = true;
            throw new IOException("the stream has ended");
        }
        var text = new StringBuilder();
        int bytes = 0;
        while (bytes < size) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("the connection was closed");
            }
            text.append((char) one);
            bytes += String.valueOf((char) one).getBytes(UTF_8).length;
        }
        in.readLine();
        for (String each : text.toString().split("\n", -1)) {
            chunk.add(each);
        }
        chunk.removeLast(); // after the last line feed
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
