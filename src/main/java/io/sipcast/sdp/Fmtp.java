package io.sipcast.sdp;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * a=fmtp, RFC 8866 §6.15.
 *
 * @param text the parameters as they came; most formats write {@code name=value;name=value}
 */
public record Fmtp(int payloadType, String text) {
    static Optional<Fmtp> parse(String line) {
        int space = line.indexOf(' ');
        OptionalInt type =
                Fields.number(space < 0 ? line : line.substring(0, space), RtpMap.MAX_PAYLOAD_TYPE);
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Fmtp(
                                type.getAsInt(),
                                space < 0 ? "" : line.substring(space + 1).strip()));
    }

    /** The value of a parameter; its name in any case. */
    public @Nullable String value(String name) {
        for (String part : Fields.split(text, ';')) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return part.substring(equals + 1).strip();
            }
        }
        return null;
    }

    Attribute attribute() {
        return new Attribute("fmtp", payloadType + " " + text);
    }
}
