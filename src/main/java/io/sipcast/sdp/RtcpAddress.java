package io.sipcast.sdp;

import io.sipcast.bytes.ProtocolException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * a=rtcp, RFC 3605 §2.1.
 *
 * @param connection null for the address that RTP goes to
 */
public record RtcpAddress(int port, @Nullable Connection connection) {
    static Optional<RtcpAddress> parse(String text) {
        int space = text.indexOf(' ');
        OptionalInt port = Fields.number(space < 0 ? text : text.substring(0, space), 0xFFFF);
        if (port.isEmpty() || port.getAsInt() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RtcpAddress(
                            port.getAsInt(),
                            space < 0 ? null : Connection.parse(text.substring(space + 1))));
        } catch (ProtocolException _) {
            return Optional.empty();
        }
    }
}
