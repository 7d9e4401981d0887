package io.sipcast.sdp;

import java.util.List;

/**
 * What we can take, and offer in this order, and what we send.
 *
 * @param audio encodings of sound, the first preferred; telephone-event goes with them unnamed
 * @param video encodings of pictures, the first preferred
 * @param shows whether we send pictures, too
 */
public record Capabilities(List<Encoding> audio, List<Encoding> video, boolean shows) {
    public static final Capabilities DEFAULT =
            new Capabilities(List.of(Encoding.PCMU, Encoding.PCMA), List.of(Encoding.H264));

    public Capabilities {
        audio = List.copyOf(audio);
        video = List.copyOf(video);
    }

    /** Pictures are taken only. */
    public Capabilities(List<Encoding> audio, List<Encoding> video) {
        this(audio, video, false);
    }

    /** The same, but with pictures that are sent, or without. */
    public Capabilities showing(boolean on) {
        return new Capabilities(audio, video, on);
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

    /** Whether a medium can be coded so, telephone-event apart. */
    boolean takes(Kind kind, PayloadFormat format) {
        return of(kind).contains(format.encoding()) && isSupported(format);
    }

    private static boolean isSupported(PayloadFormat format) {
        return switch (format.encoding()) {
            case H264 -> format.h264().isSupported();
            case H265 -> format.h265().isSupported();
            default -> true;
        };
    }
}
