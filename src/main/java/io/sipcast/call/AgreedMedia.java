package io.sipcast.call;

import io.sipcast.media.AudioPayload;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.Negotiated;
import io.sipcast.media.ShownPayload;
import io.sipcast.media.TelephoneEvents;
import io.sipcast.media.VideoPayload;
import io.sipcast.media.VideoTrack;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.sdp.Encoding;
import io.sipcast.sdp.Feedback;
import io.sipcast.sdp.H264Parameters;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import io.sipcast.sdp.PayloadFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From what the SDP agreed on to what the media session works with. Pure. */
final class AgreedMedia {
    private static final Map<Encoding, VideoCodec> CODECS =
            Map.of(
                    Encoding.H264, VideoCodec.H264,
                    Encoding.VP8, VideoCodec.VP8,
                    Encoding.H265, VideoCodec.H265);

    private AgreedMedia() {}

    static Negotiated of(Agreed agreed) {
        return new Negotiated(audio(agreed.audio()), video(agreed.video()), shown(agreed.video()));
    }

    /** What sound is expected in: what the peer prefers; null where there is none. */
    static @Nullable AudioEncoding encoding(Agreed agreed) {
        AudioTrack sound = audio(agreed.audio());
        return sound == null ? null : sound.send().encoding();
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

    private static @Nullable AudioTrack audio(@Nullable NegotiatedTrack track) {
        if (track == null) {
            return null;
        }
        List<AudioPayload> receive =
                track.receive().stream().flatMap(format -> sound(format).stream()).toList();
        return new AudioTrack(
                sound(track.send().getFirst()).orElseThrow(),
                receive,
                track.direction().sends(),
                track.direction().receives(),
                events(track),
                track.ptimeMillis());
    }

    private static Optional<AudioPayload> sound(PayloadFormat format) {
        return format.encoding()
                .audio()
                .map(encoding ->
                        new AudioPayload(format.payloadType(), encoding, format.fmtp().text()));
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
        List<VideoPayload> receive =
                track.receive().stream().flatMap(format -> pictures(format).stream()).toList();
        Set<Feedback> feedback = track.feedback();
        return new VideoTrack(
                receive,
                feedback.contains(Feedback.NACK_PLI) || feedback.contains(Feedback.CCM_FIR),
                feedback.contains(Feedback.NACK),
                track.direction().receives());
    }

    private static Optional<VideoPayload> pictures(PayloadFormat format) {
        return Optional.ofNullable(CODECS.get(format.encoding()))
                .map(codec ->
                        new VideoPayload(format.payloadType(), codec, format.parameterSets()));
    }

    /** In the format that the peer prefers, as long as it takes any. */
    private static @Nullable ShownPayload shown(@Nullable NegotiatedTrack track) {
        if (track == null || !track.direction().sends()) {
            return null;
        }
        return track.send().stream()
                .filter(format -> format.encoding() == Encoding.H264)
                .findFirst()
                .map(AgreedMedia::shown)
                .orElse(null);
    }

    private static ShownPayload shown(PayloadFormat format) {
        H264Parameters parameters = format.h264();
        return new ShownPayload(
                format.payloadType(), parameters.profileLevelId(), parameters.packetizationMode());
    }
}
