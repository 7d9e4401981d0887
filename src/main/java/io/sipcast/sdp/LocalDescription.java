package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The descriptions we write. */
final class LocalDescription {
    static final int PTIME_MILLIS = 20;

    /** The keys, and flash: what RFC 4733 calls the DTMF events. */
    static final String KEYS = "0-16";

    private LocalDescription() {}

    static SessionDescription of(Origin origin, LocalMedia local, List<Medium> media) {
        return new SessionDescription(
                origin,
                "-",
                Connection.of(local.address()),
                List.of(),
                List.of("0 0"),
                Attributes.NONE,
                media);
    }

    static Medium offer(Kind kind, LocalMedia.Port port, Capabilities ours) {
        return medium(
                kind,
                "RTP/AVP",
                port,
                ours.direction(kind),
                OfferedFormats.of(kind, ours),
                kind == Kind.VIDEO ? Set.of(Feedback.values()) : Set.of(),
                port.offersMux());
    }

    static Medium medium(
            Kind kind,
            String protocol,
            LocalMedia.Port port,
            Direction direction,
            List<PayloadFormat> formats,
            Set<Feedback> feedback,
            boolean rtcpMux) {
        List<Attribute> lines = new ArrayList<>();
        for (PayloadFormat format : formats) {
            lines.add(format.encoding().rtpMap(format.payloadType()).attribute());
            if (!format.fmtp().text().isEmpty()) {
                lines.add(format.fmtp().attribute());
            }
            if (kind == Kind.VIDEO) {
                feedbackLines(format.payloadType(), feedback, lines);
            }
        }
        if (kind == Kind.AUDIO) {
            lines.add(new Attribute("ptime", Integer.toString(PTIME_MILLIS)));
        }
        if (rtcpMux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (port.rtcp() != port.rtp() + 1) {
            lines.add(new Attribute("rtcp", Integer.toString(port.rtcp())));
        }
        lines.add(Attribute.flag(direction.token()));
        List<String> numbers =
                formats.stream().map(f -> Integer.toString(f.payloadType())).toList();
        return new Medium(
                kind.type(), port.rtp(), protocol, numbers, null, List.of(), new Attributes(lines));
    }

    private static void feedbackLines(int type, Set<Feedback> feedback, List<Attribute> out) {
        for (Feedback each : Feedback.values()) {
            if (feedback.contains(each)) {
                out.add(new RtcpFeedback(type, each.token()).attribute());
            }
        }
    }

    /** The next version if anything but the version changed, RFC 3264 §8. */
    static SessionDescription versioned(
            SessionDescription made, @Nullable SessionDescription sentBefore) {
        if (sentBefore == null) {
            return made;
        }
        String before = sentBefore.origin().version();
        SessionDescription unchanged = made.withVersion(before);
        return unchanged.equals(sentBefore)
                ? unchanged
                : made.withVersion(Long.toString(Long.parseLong(before) + 1));
    }
}
