package io.sipcast.sdp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * a=rtpmap, RFC 8866 §6.6.
 *
 * @param encoding the name, in any case
 */
public record RtpMap(int payloadType, String encoding, int clockRateHz, int channels) {
    static final int MAX_PAYLOAD_TYPE = 127;

    static Optional<RtpMap> parse(String text) {
        List<String> fields = Fields.split(text);
        if (fields.size() != 2) {
            return Optional.empty();
        }
        List<String> parts = Fields.split(fields.get(1), '/');
        OptionalInt type = Fields.number(fields.getFirst(), MAX_PAYLOAD_TYPE);
        if (parts.size() < 2 || parts.size() > 3 || type.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt rate = Fields.number(parts.get(1), Integer.MAX_VALUE);
        OptionalInt channels =
                parts.size() < 3 ? OptionalInt.of(1) : Fields.number(parts.get(2), 255);
        return rate.isEmpty() || channels.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RtpMap(
                                type.getAsInt(),
                                parts.getFirst(),
                                rate.getAsInt(),
                                channels.getAsInt()));
    }

    /** RFC 3551 §6, as far as we know the encodings. */
    static Optional<RtpMap> ofStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(new RtpMap(0, "PCMU", 8000, 1));
            case 2 -> Optional.of(new RtpMap(2, "G726-32", 8000, 1)); // reserved, but in use
            case 3 -> Optional.of(new RtpMap(3, "GSM", 8000, 1));
            case 8 -> Optional.of(new RtpMap(8, "PCMA", 8000, 1));
            case 9 -> Optional.of(new RtpMap(9, "G722", 8000, 1));
            case 10 -> Optional.of(new RtpMap(10, "L16", 44_100, 2));
            case 11 -> Optional.of(new RtpMap(11, "L16", 44_100, 1));
            case 13 -> Optional.of(new RtpMap(13, "CN", 8000, 1));
            case 18 -> Optional.of(new RtpMap(18, "G729", 8000, 1));
            default -> Optional.empty();
        };
    }

    Attribute attribute() {
        String suffix = channels == 1 ? "" : "/" + channels;
        return new Attribute("rtpmap", payloadType + " " + encoding + "/" + clockRateHz + suffix);
    }
}
