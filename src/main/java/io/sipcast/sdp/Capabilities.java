package io.sipcast.sdp;

import java.util.List;

/**
 * What we can take, and offer in this order.
 *
 * @param audio encodings of sound, the first preferred; telephone-event goes with them unnamed,
 *     comfort noise only if it is named
 * @param video encodings of pictures, the first preferred
 */
public record Capabilities(List<Encoding> audio, List<Encoding> video) {
    public static final Capabilities DEFAULT =
            new Capabilities(List.of(Encoding.PCMU, Encoding.PCMA), List.of(Encoding.H264));

    public Capabilities {
        audio = List.copyOf(audio);
        video = List.copyOf(video);
    }

    /**
     * Sound as a configuration names it, the rest as usual.
     *
     * @param names of {@link AudioNames}, the first preferred
     */
    public static Capabilities ofAudio(List<String> names) {
        return new Capabilities(
                names.stream()
                        .flatMap(name -> AudioNames.encodings(name).stream())
                        .distinct()
                        .toList(),
                DEFAULT.video());
    }

    List<Encoding> of(Kind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }

    /** Whether a medium can be coded so, telephone-event and comfort noise apart. */
    boolean takes(Kind kind, PayloadFormat format) {
        return of(kind).contains(format.encoding())
                && !format.encoding().isComfortNoise()
                && (format.encoding() != Encoding.H264 || format.h264().isSupported())
                && SoundParameters.areSupported(format);
    }

    /** Whether it is noise that goes with some of this sound. */
    boolean takesNoise(List<PayloadFormat> sound, PayloadFormat format) {
        int clockHz = format.encoding().clockRateHz();
        return format.encoding().isComfortNoise()
                && audio.contains(format.encoding())
                && sound.stream().anyMatch(one -> one.encoding().clockRateHz() == clockHz);
    }
}
