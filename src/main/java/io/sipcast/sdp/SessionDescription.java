package io.sipcast.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description, RFC 8866.
 *
 * @param name the s= line
 * @param connection null when each medium brings its own
 * @param bandwidth b= lines as they came
 * @param times t= lines as they came
 */
public record SessionDescription(
        Origin origin,
        String name,
        @Nullable Connection connection,
        List<String> bandwidth,
        List<String> times,
        Attributes attributes,
        List<Medium> media) {
    /** The Content-Type of a message that carries one. */
    public static final String MEDIA_TYPE = "application/sdp";

    public SessionDescription {
        Fields.checkOneLine(name);
        bandwidth = List.copyOf(bandwidth);
        times = List.copyOf(times);
        media = List.copyOf(media);
        bandwidth.forEach(Fields::checkOneLine);
        times.forEach(Fields::checkOneLine);
    }

    /**
     * Reads a description; see {@link SdpParser} for what it lets pass.
     *
     * @throws io.sipcast.bytes.ProtocolException UNSUPPORTED for another version, else MALFORMED
     */
    public static SessionDescription parse(byte[] text) {
        return SdpParser.parse(text);
    }

    /** Where a medium is to be sent, as far as c= says; null when nothing says it. */
    public @Nullable Connection connectionOf(Medium medium) {
        return medium.connection() == null ? connection : medium.connection();
    }

    /** That of the medium, else of the session, else sendrecv, RFC 8866 §6.7. */
    public Direction directionOf(Medium medium) {
        return medium.attributes().direction().or(attributes::direction).orElse(Direction.SENDRECV);
    }

    SessionDescription with(Attributes lines) {
        return new SessionDescription(origin, name, connection, bandwidth, times, lines, media);
    }

    SessionDescription with(List<Medium> others) {
        return new SessionDescription(
                origin, name, connection, bandwidth, times, attributes, others);
    }

    SessionDescription withVersion(String version) {
        return new SessionDescription(
                origin.withVersion(version), name, connection, bandwidth, times, attributes, media);
    }

    /** The lines, each ended by CRLF. */
    public String print() {
        StringBuilder out = new StringBuilder(512);
        line(out, 'v', "0");
        line(out, 'o', origin.print());
        line(out, 's', name.isEmpty() ? "-" : name);
        if (connection != null) {
            line(out, 'c', connection.print());
        }
        bandwidth.forEach(b -> line(out, 'b', b));
        times.forEach(t -> line(out, 't', t));
        attributes.list().forEach(a -> line(out, 'a', a.print()));
        media.forEach(m -> printMedium(m, out));
        return out.toString();
    }

    private static void printMedium(Medium medium, StringBuilder out) {
        line(out, 'm', medium.print());
        if (medium.connection() != null) {
            line(out, 'c', medium.connection().print());
        }
        medium.bandwidth().forEach(b -> line(out, 'b', b));
        medium.attributes().list().forEach(a -> line(out, 'a', a.print()));
    }

    private static void line(StringBuilder out, char type, String value) {
        out.append(type).append('=').append(value).append("\r\n");
    }
}
