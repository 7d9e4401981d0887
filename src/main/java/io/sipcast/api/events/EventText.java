package io.sipcast.api.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Json;

/** How an event is written, HTML Standard §9.2.6: its JSON is one line, as Json writes it. */
final class EventText {
    private EventText() {}

    /** The first words to everybody: come back soon. */
    static byte[] retry(long millis) {
        return ("retry: " + millis + "\n\n").getBytes(UTF_8);
    }

    static byte[] event(EventId id, String name, Object data) {
        return ("id: " + id + "\n" + body(name, data)).getBytes(UTF_8);
    }

    /** One that does not count: who comes back is not told again. */
    static byte[] event(String name, Object data) {
        return body(name, data).getBytes(UTF_8);
    }

    private static String body(String name, Object data) {
        return "event: " + name + "\ndata: " + Json.write(data) + "\n\n";
    }
}
