package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads {@code text/event-stream} (HTML §9.2.6), in pieces of any size. What the stream ends in the
 * middle of is no event. Not safe for use by several threads.
 */
final class EventStreamParser {
    /** A snapshot of a full gateway is some megabytes long. */
    private static final int LONGEST_EVENT = 64 << 20;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final Consumer<ServerEvent> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;
    private boolean first = true;
    private boolean hasData;
    private String name = "";
    private String lastId;
    private Optional<Duration> retry = Optional.empty();

    /**
     * A new stream.
     *
     * @param lastId of the stream before, which this one goes on from; may be empty
     * @param events is given each event, in order, within {@link #feed}
     */
    EventStreamParser(String lastId, Consumer<ServerEvent> events) {
        this.lastId = lastId;
        this.events = events;
    }

    /**
     * Takes the next bytes.
     *
     * @throws IOException when an event is longer than any that there can be
     */
    void feed(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(bytes[i]);
        }
    }

    /** A line ends with CR, LF or both. */
    private void take(byte next) throws IOException {
        boolean second = afterReturn && next == '\n';
        afterReturn = next == '\r';
        if (second) {
            return;
        }
        if (next == '\r' || next == '\n') {
            lineEnded();
            return;
        }
        if (line.size() + data.length() >= LONGEST_EVENT) {
            throw new IOException("an event is longer than " + LONGEST_EVENT + " bytes");
        }
        line.write(next);
    }

    private void lineEnded() {
        String text = line.toString(UTF_8);
        line.reset();
        if (first && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        first = false;
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String field, String value) {
        switch (field) {
            case "event" -> name = value;
            case "data" -> {
                data.append(hasData ? "\n" : "").append(value);
                hasData = true;
            }
            case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
            case "retry" -> {
                if (DIGITS.matcher(value).matches()) {
                    retry = Optional.of(Duration.ofMillis(Long.parseLong(value)));
                }
            }
            default -> {
                // a comment, whose field has no name, or one of a later time
            }
        }
    }

    private void dispatch() {
        if (hasData) {
            var event = new ServerEvent(lastId, name.isEmpty() ? "message" : name, data.toString());
            data.setLength(0);
            hasData = false;
            name = "";
            events.accept(event);
        }
        name = "";
    }

    /** To be sent as Last-Event-ID; may be empty. */
    String lastId() {
        return lastId;
    }

    /** How long to wait before the stream is asked for again, once the stream has said so. */
    Optional<Duration> retry() {
        return retry;
    }
}
