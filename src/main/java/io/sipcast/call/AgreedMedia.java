package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.Negotiated;
import io.sipcast.media.TelephoneEvents;
import io.sipcast.media.VideoTrack;
import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.Encoding;
import io.sipcast.sdp.Feedback;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import io.sipcast.sdp.PayloadFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From what the SDP agreed on to what the media session works with. Pure. */
final class AgreedMedia {
    private AgreedMedia() {}

    static Negotiated of(Agreed agreed) {
        return new Negotiated(audio(agreed.audio()), video(agreed.video()));
    }

    /** The tracks that nothing may be sent to: while they are held by an unspecified address. */
    static Set<MediaTrack> unreachable(Agreed agreed) {
        Set<MediaTrack> tracks = EnumSet.noneOf(MediaTrack.class);
        if (agreed.audio() != null && agreed.audio().isUnreachable()) {
            tracks.add(MediaTrack.AUDIO);
        }
        if (agreed.video() != null && agreed.video().isUnreachable()) {
            tracks.add(MediaTrack.VIDEO);
        }
        return tracks;
    }

    /** Whether RTCP goes the way of RTP. */
    static boolean muxed(Agreed agreed, MediaTrack track) {
        NegotiatedTrack medium =
                switch (track) {
                    case AUDIO -> agreed.audio();
                    case VIDEO -> agreed.video();
                };
        return medium != null && medium.rtcpMux();
    }

    private static @Nullable AudioTrack audio(@Nullable NegotiatedTrack track) {
        if (track == null) {
            return null;
        }
        PayloadFormat format = track.send().getFirst();
        return new AudioTrack(
                format.encoding() == Encoding.PCMA ? G711.PCMA : G711.PCMU,
                format.payloadType(),
                track.direction().sends(),
                track.direction().receives(),
                events(track));
    }

    private static TelephoneEvents events(NegotiatedTrack track) {
        Set<Integer> sound =
                track.send().stream().map(PayloadFormat::payloadType).collect(Collectors.toSet());
        Map<Integer, Integer> clocks =
                track.telephoneEvents().stream()
                        .filter(format -> !sound.contains(format.payloadType()))
                        .collect(
                                Collectors.toMap(
                                        PayloadFormat::payloadType,
                                        format -> format.encoding().clockRateHz(),
                                        (first, _) -> first));
        return new TelephoneEvents(track.telephoneEvent(), clocks);
    }

    private static @Nullable VideoTrack video(@Nullable NegotiatedTrack track) {
        if (track == null) {
            return null;
        }
        Set<Integer> types =
                track.receive().stream()
                        .filter(format -> format.encoding() == Encoding.H264)
                        .map(PayloadFormat::payloadType)
                        .collect(Collectors.toSet());
        List<Bytes> sets =
                track.send().stream()
                        .filter(format -> format.encoding() == Encoding.H264)
                        .flatMap(format -> format.h264().parameterSets().stream())
                        .toList();
        Set<Feedback> feedback = track.feedback();
        return new VideoTrack(
                types,
                sets,
                feedback.contains(Feedback.NACK_PLI) || feedback.contains(Feedback.CCM_FIR),
                feedback.contains(Feedback.NACK),
                track.direction().receives());
    }
}
