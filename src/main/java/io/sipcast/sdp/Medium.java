package io.sipcast.sdp;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An m= line and what follows it, RFC 8866 §5.14.
 *
 * @param type audio, video, application ...
 * @param port 0 when the medium is refused
 * @param formats payload types where the protocol is RTP
 * @param connection null when that of the session holds
 * @param bandwidth b= lines as they came
 */
public record Medium(
        String type,
        int port,
        String protocol,
        List<String> formats,
        @Nullable Connection connection,
        List<String> bandwidth,
        Attributes attributes) {
    /** There are 128 payload types. */
    private static final int MAX_FIELDS = 3 + 128;

    public Medium {
        formats = List.copyOf(formats);
        bandwidth = List.copyOf(bandwidth);
        Fields.checkOneLine(type);
        Fields.checkOneLine(protocol);
        formats.forEach(Fields::checkOneLine);
        bandwidth.forEach(Fields::checkOneLine);
        if (port < 0 || port > 0xFFFF || formats.isEmpty()) {
            throw new IllegalArgumentException("m= line");
        }
    }

    /** Reads the m= line alone. */
    static Medium parse(String text) {
        List<String> fields = Fields.split(text);
        if (fields.size() < 4 || fields.size() > MAX_FIELDS) {
            throw Fields.malformed("m=", text);
        }
        String portText = fields.get(1);
        int slash = portText.indexOf('/');
        OptionalInt port =
                Fields.number(slash < 0 ? portText : portText.substring(0, slash), 0xFFFF);
        if (port.isEmpty()) {
            throw Fields.malformed("port of m=", text);
        }
        return new Medium(
                fields.getFirst(),
                port.getAsInt(),
                fields.get(2),
                fields.subList(3, fields.size()),
                null,
                List.of(),
                Attributes.NONE);
    }

    Medium with(@Nullable Connection address, List<String> rates, Attributes lines) {
        return new Medium(type, port, protocol, formats, address, rates, lines);
    }

    public boolean isRefused() {
        return port == 0;
    }

    /** The same medium turned down: only what must stay stays, RFC 3264 §6. */
    Medium refused() {
        return new Medium(type, 0, protocol, formats, null, List.of(), Attributes.NONE);
    }

    /** Whether it is RTP of a kind that we know. */
    boolean isRtp() {
        return MediaProtocol.parse(protocol).isPresent();
    }

    String print() {
        return type + " " + port + " " + protocol + " " + String.join(" ", formats);
    }
}
