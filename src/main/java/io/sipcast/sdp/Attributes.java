package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The attributes of a session or of one medium, in their order. An unreadable one is not there. */
public record Attributes(List<Attribute> list) {
    public static final Attributes NONE = new Attributes(List.of());

    public Attributes {
        list = List.copyOf(list);
    }

    public boolean has(String name) {
        return list.stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    /** The value of the first of this name. */
    public @Nullable String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (Attribute attribute : list) {
            if (attribute.name().equals(name) && attribute.value() != null) {
                values.add(attribute.value());
            }
        }
        return values;
    }

    /** The encoding of a payload type, also of the static ones that need no line. */
    public Optional<RtpMap> rtpMap(int payloadType) {
        return values("rtpmap").stream()
                .flatMap(value -> RtpMap.parse(value).stream())
                .filter(map -> map.payloadType() == payloadType)
                .findFirst()
                .or(() -> RtpMap.ofStatic(payloadType));
    }

    public Fmtp fmtp(int payloadType) {
        return values("fmtp").stream()
                .flatMap(value -> Fmtp.parse(value).stream())
                .filter(fmtp -> fmtp.payloadType() == payloadType)
                .findFirst()
                .orElseGet(() -> new Fmtp(payloadType, ""));
    }

    public List<RtcpFeedback> rtcpFeedback() {
        return values("rtcp-fb").stream()
                .flatMap(value -> RtcpFeedback.parse(value).stream())
                .toList();
    }

    /** Where RTCP goes if not to the port above RTP, RFC 3605. */
    public Optional<RtcpAddress> rtcp() {
        String value = value("rtcp");
        return value == null ? Optional.empty() : RtcpAddress.parse(value);
    }

    /** Milliseconds per packet. */
    public OptionalInt ptime() {
        String value = value("ptime");
        return value == null ? OptionalInt.empty() : Fields.number(value, 1000);
    }

    public Optional<Direction> direction() {
        for (Attribute attribute : list) {
            for (Direction direction : Direction.values()) {
                if (direction.token().equals(attribute.name())) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }
}
