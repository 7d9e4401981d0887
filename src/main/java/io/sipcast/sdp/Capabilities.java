package io.sipcast.sdp;

import java.util.Comparator;
import java.util.List;

/**
 * What we can take, and offer in this order.
 *
 * @param audio encodings of sound, the first preferred; telephone-event goes with them unnamed
 * @param video encodings of pictures, the first preferred
 */
public record Capabilities(List<Encoding> audio, List<Encoding> video) {
    public static final Capabilities DEFAULT =
            new Capabilities(List.of(Encoding.PCMU, Encoding.PCMA), List.of(Encoding.H264));

    public Capabilities {
        audio = List.copyOf(audio);
        video = List.copyOf(video);
    }

    List<Encoding> of(Kind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }

    /** Whether a medium can be coded so, telephone-event apart. */
    boolean takes(Kind kind, PayloadFormat format) {
        return of(kind).contains(format.encoding()) && isSupported(format);
    }

    /**
     * What a peer offered, as it is answered. Sound keeps the peer's order, as RFC 3264 §6.1
     * recommends. Pictures that need no transcoding come before those that do, which is the reason
     * for our order; within a codec the peer's holds.
     */
    List<PayloadFormat> byPreference(Kind kind, List<PayloadFormat> offered) {
        return switch (kind) {
            case AUDIO -> offered;
            case VIDEO ->
                    offered.stream()
                            .sorted(
                                    Comparator.comparingInt(
                                            format -> video.indexOf(format.encoding())))
                            .toList();
        };
    }

    private static boolean isSupported(PayloadFormat format) {
        return switch (format.encoding()) {
            case H264 -> format.h264().isSupported();
            case H265 -> format.h265().isSupported();
            default -> true;
        };
    }
}
