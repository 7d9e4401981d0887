package io.sipcast.sdp;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a description. Peers end lines with a bare LF, leave out s= and t=, put lines out of order
 * and invent others: all that passes. What must be there is v=, o= and the form of each line.
 */
final class SdpParser {
    private @Nullable String version;
    private @Nullable Origin origin;
    private String name = "-";
    private @Nullable Connection sessionConnection;
    private List<String> sessionBandwidth = List.of();
    private Attributes sessionAttributes = Attributes.NONE;
    private final List<String> times = new ArrayList<>();
    private final List<Medium> media = new ArrayList<>();

    /** Of the session, or of the medium that is being read. */
    private @Nullable Medium medium;

    private @Nullable Connection connection;
    private List<String> bandwidth = new ArrayList<>();
    private List<Attribute> attributes = new ArrayList<>();

    private static final int MAX_LINES = 1000;

    private SdpParser() {}

    static SessionDescription parse(byte[] bytes) {
        SdpParser parser = new SdpParser();
        List<String> lines = Fields.split(new String(bytes, StandardCharsets.UTF_8), '\n');
        if (lines.size() > MAX_LINES) {
            throw new ProtocolException(Fault.TOO_LARGE, "SDP of " + lines.size() + " lines");
        }
        for (String line : lines) {
            parser.line(line);
        }
        return parser.finish();
    }

    private void line(String line) {
        if (line.length() < 2 || line.charAt(1) != '=' || line.indexOf('\r') >= 0) {
            throw Fields.malformed("no line", line);
        }
        String value = line.substring(2).strip();
        if (version == null && line.charAt(0) != 'v') {
            throw Fields.malformed("v= expected", line);
        }
        switch (line.charAt(0)) {
            case 'v' -> version(value);
            case 'o' -> origin = Origin.parse(value);
            case 's' -> name = value;
            case 't' -> times.add(value);
            case 'c' -> connection = Connection.parse(value);
            case 'b' -> bandwidth.add(value);
            case 'a' -> attributes.add(Attribute.parse(value));
            case 'm' -> medium(value);
            default -> {}
        }
    }

    private void version(String value) {
        if (!value.equals("0")) {
            throw new ProtocolException(Fault.UNSUPPORTED, "SDP version");
        }
        version = value;
    }

    private void medium(String value) {
        endSection();
        medium = Medium.parse(value);
    }

    private void endSection() {
        Attributes read = new Attributes(attributes);
        if (medium == null) {
            sessionConnection = connection;
            sessionBandwidth = bandwidth;
            sessionAttributes = read;
        } else {
            media.add(medium.with(connection, bandwidth, read));
        }
        connection = null;
        bandwidth = new ArrayList<>();
        attributes = new ArrayList<>();
    }

    private SessionDescription finish() {
        endSection();
        if (origin == null) {
            throw Fields.malformed("o= is missing", Objects.requireNonNullElse(version, ""));
        }
        return new SessionDescription(
                origin,
                name,
                sessionConnection,
                sessionBandwidth,
                times.isEmpty() ? List.of("0 0") : times,
                sessionAttributes,
                media);
    }
}
