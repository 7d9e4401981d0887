package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The descriptions we write. */
final class LocalDescription {
    static final int PTIME_MILLIS = 20;

    private static final int PCMU = 0;
    private static final int PCMA = 8;

    /** One for each clock. */
    private static final List<Integer> TELEPHONE_EVENTS = List.of(101, 102, 103, 104);

    /** The keys, and flash: what RFC 4733 calls the DTMF events. */
    static final String KEYS = "0-16";

    private static final int H264_NON_INTERLEAVED = 96;
    private static final int H264_SINGLE_NAL = 97;

    /** Constrained Baseline, level 3.1. */
    private static final String PROFILE = "profile-level-id=42e01f;level-asymmetry-allowed=1";

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

    static Medium offer(Kind kind, LocalMedia.Port port) {
        return switch (kind) {
            case AUDIO ->
                    medium(
                            kind,
                            "RTP/AVP",
                            port,
                            kind.direction(),
                            offeredAudio(),
                            Set.of(),
                            port.offersMux());
            case VIDEO ->
                    medium(
                            kind,
                            "RTP/AVP",
                            port,
                            kind.direction(),
                            offeredVideo(),
                            Set.of(Feedback.values()),
                            port.offersMux());
        };
    }

    private static List<PayloadFormat> offeredAudio() {
        List<PayloadFormat> sound =
                List.of(
                        new PayloadFormat(PCMU, Encoding.PCMU, new Fmtp(PCMU, "")),
                        new PayloadFormat(PCMA, Encoding.PCMA, new Fmtp(PCMA, "")));
        return Stream.concat(sound.stream(), telephoneEvents(sound).stream()).toList();
    }

    /** Keys on each clock that the sound may have, RFC 4733 §2.1. */
    static List<PayloadFormat> telephoneEvents(List<PayloadFormat> sound) {
        List<Encoding> encodings =
                sound.stream()
                        .map(format -> format.encoding().clockRateHz())
                        .distinct()
                        .flatMap(clock -> Encoding.telephoneEvent(clock).stream())
                        .toList();
        List<PayloadFormat> formats = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            int type = TELEPHONE_EVENTS.get(i);
            formats.add(new PayloadFormat(type, encodings.get(i), new Fmtp(type, KEYS)));
        }
        return formats;
    }

    /** A payload type for each mode: half of the devices know only one of them. */
    private static List<PayloadFormat> offeredVideo() {
        return List.of(
                h264(H264_NON_INTERLEAVED, PROFILE + ";packetization-mode=1"),
                h264(H264_SINGLE_NAL, PROFILE + ";packetization-mode=0"));
    }

    private static PayloadFormat h264(int payloadType, String parameters) {
        return new PayloadFormat(payloadType, Encoding.H264, new Fmtp(payloadType, parameters));
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
