package io.sipcast.sdp;

import org.jspecify.annotations.Nullable;

/**
 * What we bring to a call.
 *
 * @param address to which the callee sends, IPv4 or IPv6
 * @param audio null when the call has none
 * @param video null when the call has none
 * @param ice null when the call does without
 */
public record LocalMedia(
        String address, @Nullable Port audio, @Nullable Port video, @Nullable LocalIce ice) {
    public LocalMedia(String address, @Nullable Port audio, @Nullable Port video) {
        this(address, audio, video, null);
    }

    /**
     * The ports of one medium.
     *
     * @param rtcp announced if it isn't the one above RTP
     * @param mux RTCP is taken on the port of RTP too, if the peer wants that, RFC 5761
     */
    public record Port(int rtp, int rtcp, RtcpMux mux) {
        public Port(int rtp, int rtcp, boolean mux) {
            this(rtp, rtcp, mux ? RtcpMux.OFFER : RtcpMux.OFF);
        }

        /** RTCP on the port above and only there, RFC 3550 §11. */
        public static Port pair(int rtp) {
            return new Port(rtp, rtp + 1, RtcpMux.OFF);
        }

        boolean offersMux() {
            return mux == RtcpMux.OFFER;
        }

        boolean takesMux() {
            return mux != RtcpMux.OFF;
        }

        /** It was agreed on before: it is offered again. */
        Port muxed() {
            return new Port(rtp, rtcp, RtcpMux.OFFER);
        }
    }

    @Nullable Port port(Kind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }

    /** The peer restarts ICE: with other credentials than before, RFC 8839 §4.4.1.1.1. */
    LocalMedia restarted() {
        return ice == null ? this : new LocalMedia(address, audio, video, ice.next());
    }
}
