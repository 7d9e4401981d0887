package io.sipcast.sdp;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * a=rtcp-fb, RFC 4585 §4.2.
 *
 * @param payloadType or {@link #ANY}
 * @param type in lower case, such as {@code nack pli}
 */
record RtcpFeedback(int payloadType, String type) {
    static final int ANY = -1;

    static Optional<RtcpFeedback> parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String first = text.substring(0, space);
        String type = String.join(" ", Fields.split(text.substring(space + 1)));
        OptionalInt payloadType =
                first.equals("*")
                        ? OptionalInt.of(ANY)
                        : Fields.number(first, RtpMap.MAX_PAYLOAD_TYPE);
        return payloadType.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RtcpFeedback(payloadType.getAsInt(), type.toLowerCase(Locale.ROOT)));
    }

    boolean covers(int type) {
        return payloadType == ANY || payloadType == type;
    }

    Attribute attribute() {
        return new Attribute("rtcp-fb", (payloadType == ANY ? "*" : payloadType) + " " + type);
    }
}
