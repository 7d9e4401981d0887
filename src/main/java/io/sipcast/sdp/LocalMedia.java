package io.sipcast.sdp;

import org.jspecify.annotations.Nullable;

/**
 * What we bring to a call.
 *
 * @param address to which the callee sends, IPv4 or IPv6
 * @param audio null when the call has none
 * @param video null when the call has none
 * @param capabilities how either may be coded
 */
public record LocalMedia(
        String address, @Nullable Port audio, @Nullable Port video, Capabilities capabilities) {
    /** With the codecs that every phone knows. */
    public LocalMedia(String address, @Nullable Port audio, @Nullable Port video) {
        this(address, audio, video, Capabilities.DEFAULT);
    }

    /**
     * The ports of one medium.
     *
     * @param rtcp announced if it isn't the one above RTP
     * @param mux RTCP is taken on the port of RTP too, if the peer wants that, RFC 5761
     */
    public record Port(int rtp, int rtcp, boolean mux) {
        /** RTCP on the port above and only there, RFC 3550 §11. */
        public static Port pair(int rtp) {
            return new Port(rtp, rtp + 1, false);
        }
    }

    @Nullable Port port(Kind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }
}
