package io.sipcast.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of {@code /api/v1/events} on loopback that reads what is sent line by line, with nothing
 * in between.
 */
public final class EventStream implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;
    private static final int SMALL = 8 * 1024;

    /** One block of lines; a comment has only that. */
    public record Block(
            @Nullable String id,
            @Nullable String event,
            @Nullable String data,
            @Nullable String retry,
            @Nullable String comment) {
        public JsonNode json() {
            return Json.read(String.valueOf(data).getBytes(UTF_8));
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;
    private int left; // of the chunk
    private boolean ended;
    public final int status;
    public final Map<String, String> headers = new TreeMap<>();

    private EventStream(int port, int receiveBuffer, String query, String... lines) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer); // before it connects: it is the window
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(LIMIT_MILLIS);
            String head = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
            String request =
                    "GET /api/v1/events%s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n"
                            .formatted(query, port, head);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            in = new BufferedInputStream(socket.getInputStream());
            status = Integer.parseInt(rawLine().split(" ", -1)[1]);
            String line = rawLine();
            while (!line.isEmpty()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
                line = rawLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static EventStream open(int port, String query, String... headers) {
        return new EventStream(port, 0, query, headers);
    }

    /** One whose system takes little that it does not read. */
    public static EventStream openSmall(int port) {
        return new EventStream(port, SMALL, "");
    }

    /** The next block that is no ping; it must come in some seconds. */
    public Block next() {
        long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        Block block = nextBlock();
        while (block.comment() != null) {
            assertThat(System.nanoTime()).as("nothing but pings").isLessThan(limit);
            block = nextBlock();
        }
        return block;
    }

    /** The next event of this name; all others are passed over. */
    public Block next(String event) {
        Block block = next();
        while (!event.equals(block.event())) {
            block = next();
        }
        return block;
    }

    public Block nextBlock() {
        try {
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has ended the stream in good order, whatever came before. */
    public boolean endsCleanly() {
        try {
            while (!ended) {
                nextBlock();
            }
            return true;
        } catch (UncheckedIOException _) {
            return ended;
        }
    }

    /** A line of the body. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int next = bodyByte();
        while (next != '\n') {
            line.write(next);
            next = bodyByte();
        }
        return line.toString(UTF_8);
    }

    /** Out of its chunk, RFC 9112 §7.1. */
    private int bodyByte() throws IOException {
        if (left == 0) {
            left = Integer.parseInt(rawLine(), 16);
            if (left == 0) {
                ended = true;
                throw new IOException("the stream has ended");
            }
        }
        int next = rawByte();
        left--;
        if (left == 0) {
            String _ = rawLine();
        }
        return next;
    }

    private String rawLine() throws IOException {
        var line = new StringBuilder();
        int next = rawByte();
        while (next != '\n') {
            line.append((char) next);
            next = rawByte();
        }
        return line.toString().trim();
    }

    private int rawByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new IOException("the connection was closed");
        }
        return next;
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
