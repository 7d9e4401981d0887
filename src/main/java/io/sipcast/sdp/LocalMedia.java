package io.sipcast.sdp;

import org.jspecify.annotations.Nullable;

/**
 * What we bring to a call.
 *
 * @param address to which the callee sends, IPv4 or IPv6
 * @param audio null when the call has none
 * @param video null when the call has none
 * @param capabilities how either may be coded
 * @param ice null when the call does without
 */
public record LocalMedia(
        String address,
        @Nullable Port audio,
        @Nullable Port video,
        Capabilities capabilities,
        @Nullable LocalIce ice) {
    /** With the codecs that every phone knows, and without ICE. */
    public LocalMedia(String address, @Nullable Port audio, @Nullable Port video) {
        this(address, audio, video, Capabilities.DEFAULT, null);
    }

    /**
     * The ports of one medium.
     *
     * @param rtcp announced if it isn't the one above RTP
     * @param mux whether RTCP may share the port of RTP
     * @param security what it may be encrypted with
     */
    public record Port(int rtp, int rtcp, RtcpMux mux, LocalSecurity security) {
        /** Not encrypted. */
        public Port(int rtp, int rtcp, RtcpMux mux) {
            this(rtp, rtcp, mux, LocalSecurity.NONE);
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
            return new Port(rtp, rtcp, RtcpMux.OFFER, security);
        }

        private Port encrypted() {
            return new Port(rtp, rtcp, mux, security.required());
        }

        private Port after(@Nullable NegotiatedTrack track) {
            return track == null ? this : new Port(rtp, rtcp, mux, security.after(track.keying()));
        }
    }

    /** The same, for an offer that must be encrypted. */
    public LocalMedia encrypted() {
        return new LocalMedia(
                address,
                audio == null ? null : audio.encrypted(),
                video == null ? null : video.encrypted(),
                capabilities,
                ice);
    }

    /** What we bring to what comes after this was agreed on. */
    public LocalMedia after(Negotiation.Agreed agreed) {
        return new LocalMedia(
                address,
                audio == null ? null : audio.after(agreed.audio()),
                video == null ? null : video.after(agreed.video()),
                capabilities,
                ice);
    }

    @Nullable Port port(Kind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }

    /** The peer restarts ICE: with other credentials than before, RFC 8839 §4.4.1.1.1. */
    LocalMedia restarted() {
        return ice == null ? this : new LocalMedia(address, audio, video, capabilities, ice.next());
    }
}
