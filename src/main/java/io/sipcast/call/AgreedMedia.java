package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.Negotiated;
import io.sipcast.media.VideoTrack;
import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.Encoding;
import io.sipcast.sdp.Feedback;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import io.sipcast.sdp.PayloadFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From what the SDP agreed on to what the media session works with. Pure. */
final class AgreedMedia {
    private AgreedMedia() {}

    static Negotiated of(Agreed agreed) {
        return new Negotiated(audio(agreed.audio()), video(agreed.video()));
    }

    /**
     * Whether the peer has put us on hold: it does not take our sound, or, in a call without sound,
     * sends no pictures.
     */
    static boolean held(Agreed agreed) {
        NegotiatedTrack sound = agreed.audio();
        NegotiatedTrack pictures = agreed.video();
        if (sound != null) {
            return sound.isHeld();
        }
        return pictures != null && !pictures.direction().receives();
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
                track.direction().receives());
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
