package io.sipcast.sdp;

import java.util.Comparator;
import java.util.List;

/**
 * What we can take, and offer in this order, and what we send.
 *
 * @param audio encodings of sound, the first preferred; telephone-event goes with them unnamed,
 *     comfort noise only if it is named
 * @param video encodings of pictures, the first preferred
 * @param shows whether we send pictures, too
 * @param stereo whether two channels are of use to us
 */
public record Capabilities(
        List<Encoding> audio, List<Encoding> video, boolean shows, boolean stereo) {
    public static final Capabilities DEFAULT =
            new Capabilities(
                    List.of(Encoding.OPUS, Encoding.PCMU, Encoding.PCMA), List.of(Encoding.H264));

    public Capabilities {
        audio = List.copyOf(audio);
        video = List.copyOf(video);
    }

    /** Pictures are taken only, and sound of one channel will do. */
    public Capabilities(List<Encoding> audio, List<Encoding> video) {
        this(audio, video, false, false);
    }

    /** The same, but with pictures that are sent, or without. */
    public Capabilities showing(boolean on) {
        return new Capabilities(audio, video, on, stereo);
    }

    /** The same, but with use for two channels, or without. */
    public Capabilities inStereo(boolean on) {
        return new Capabilities(audio, video, shows, on);
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

    /** The same with other pictures. */
    public Capabilities with(List<Encoding> pictures) {
        return new Capabilities(audio, pictures, shows, stereo);
    }

    /**
     * The most we do. Sound is always sent: bridges hang up on a line that is dead. Pictures only
     * where there are some: a side that negotiates sending and does not send keeps NATs and SBCs
     * waiting.
     */
    Direction direction(Kind kind) {
        return switch (kind) {
            case AUDIO -> Direction.SENDRECV;
            case VIDEO -> shows ? Direction.SENDRECV : Direction.RECVONLY;
        };
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
                && isSupported(format);
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
            default -> SoundParameters.areSupported(format);
        };
    }

    /** Whether it is noise that goes with some of this sound. */
    boolean takesNoise(List<PayloadFormat> sound, PayloadFormat format) {
        int clockHz = format.encoding().clockRateHz();
        return format.encoding().isComfortNoise()
                && audio.contains(format.encoding())
                && sound.stream().anyMatch(one -> one.encoding().clockRateHz() == clockHz);
    }
}
