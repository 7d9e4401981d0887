package io.sipcast.sdp;

import java.util.List;

/**
 * What we can take, and offer in this order.
 *
 * @param audio encodings of sound, the first preferred; telephone-event goes with them unnamed
 * @param video encodings of pictures, the first preferred
 */
public record Capabilities(List<Encoding> audio, List<Encoding> video) {
    public static final Capabilities DEFAULT =
            new Capabilities(
                    List.of(Encoding.OPUS, Encoding.PCMU, Encoding.PCMA), List.of(Encoding.H264));

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
        return of(kind).contains(format.encoding())
                && (format.encoding() != Encoding.H264 || format.h264().isSupported());
    }
}
