package io.sipcast.demo;

import io.sipcast.demo.Leg.Coding;
import io.sipcast.sdp.Attribute;
import io.sipcast.sdp.Attributes;
import io.sipcast.sdp.Connection;
import io.sipcast.sdp.Medium;
import io.sipcast.sdp.Origin;
import io.sipcast.sdp.RtpMap;
import io.sipcast.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The callee's answer to an offer, m= line by m= line, RFC 3264 §6.
 *
 * @param audio the first line that was accepted
 * @param video the first line that was accepted
 */
record CalleeAnswer(List<OfferedMedium> lines, Optional<Leg> audio, Optional<Leg> video) {
    private static final List<String> KEPT =
            List.of("profile-level-id", "level-asymmetry-allowed", "packetization-mode");

    CalleeAnswer {
        lines = List.copyOf(lines);
    }

    static CalleeAnswer to(SessionDescription offer, CalleeSettings settings) {
        List<OfferedMedium> lines =
                offer.media().stream().map(medium -> new OfferedMedium(offer, medium)).toList();
        return new CalleeAnswer(
                lines,
                first(lines.stream().filter(OfferedMedium::isAudio).toList(), settings),
                first(lines.stream().filter(OfferedMedium::isVideo).toList(), settings));
    }

    private static Optional<Leg> first(List<OfferedMedium> lines, CalleeSettings settings) {
        return lines.stream().flatMap(line -> line.leg(settings).stream()).findFirst();
    }

    boolean isEmpty() {
        return audio.isEmpty() && video.isEmpty();
    }

    /** The description to send back. */
    SessionDescription describe(
            Origin origin, CalleeSettings settings, int audioPort, int videoPort) {
        List<Medium> media = new ArrayList<>();
        boolean audioDone = false;
        boolean videoDone = false;
        for (OfferedMedium line : lines) {
            Optional<Leg> leg = line.leg(settings);
            boolean again = line.isAudio() ? audioDone : videoDone;
            if (leg.isEmpty() || again) {
                media.add(medium(line, 0, line.medium().formats(), List.of()));
            } else {
                media.add(accepted(line, leg.get(), line.isAudio() ? audioPort : videoPort));
                audioDone |= line.isAudio();
                videoDone |= line.isVideo();
            }
        }
        return new SessionDescription(
                origin,
                "-",
                Connection.of(settings.address().getHostAddress()),
                List.of(),
                List.of("0 0"),
                Attributes.NONE,
                media);
    }

    private static Medium accepted(OfferedMedium line, Leg leg, int port) {
        int type = leg.coding().payloadType();
        List<String> formats = new ArrayList<>(List.of(Integer.toString(type)));
        List<Attribute> attributes = new ArrayList<>(List.of(rtpMap(line.map(type))));
        switch (leg.coding()) {
            case Coding.Audio _ -> {
                line.telephoneEvent()
                        .ifPresent(event -> {
                            formats.add(Integer.toString(event));
                            attributes.add(rtpMap(line.map(event)));
                        });
                attributes.add(new Attribute("ptime", "20"));
            }
            case Coding.Video _ -> {
                attributes.add(new Attribute("fmtp", type + " " + kept(line, type)));
                line.feedback(type).forEach(f -> attributes.add(new Attribute("rtcp-fb", f)));
            }
        }
        attributes.add(new Attribute(leg.direction().token(), null));
        return medium(line, port, formats, attributes);
    }

    /** RFC 6184 §8.2.2: profile and mode are the same in both directions. */
    private static String kept(OfferedMedium line, int type) {
        List<String> parameters = new ArrayList<>();
        for (String name : KEPT) {
            String value = line.fmtp(type, name);
            if (value != null) {
                parameters.add(name + "=" + value);
            }
        }
        return String.join(";", parameters);
    }

    private static Attribute rtpMap(RtpMap map) {
        return new Attribute(
                "rtpmap", map.payloadType() + " " + map.encoding() + "/" + map.clockRateHz());
    }

    private static Medium medium(
            OfferedMedium line, int port, List<String> formats, List<Attribute> attributes) {
        Medium offered = line.medium();
        return new Medium(
                offered.type(),
                port,
                offered.protocol(),
                formats,
                null,
                List.of(),
                new Attributes(attributes));
    }
}
