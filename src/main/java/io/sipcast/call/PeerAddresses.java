package io.sipcast.call;

import io.sipcast.media.MediaTrack;
import io.sipcast.sdp.Endpoint;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where the peer wants media sent, as its SDP says. Null where it gave no usable address. */
record PeerAddresses(@Nullable Pair audio, @Nullable Pair video) {
    /** The addresses of one track. */
    record Pair(InetSocketAddress rtp, InetSocketAddress rtcp) {}

    /** Resolves the rare host that is a name: waits for DNS then. */
    static PeerAddresses of(Agreed agreed) {
        return new PeerAddresses(pair(agreed.audio()), pair(agreed.video()));
    }

    @Nullable Pair of(MediaTrack track) {
        return switch (track) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }

    private static @Nullable Pair pair(@Nullable NegotiatedTrack track) {
        InetSocketAddress rtp = track == null ? null : socket(track.rtp());
        InetSocketAddress rtcp = track == null ? null : socket(track.rtcp());
        return rtp == null || rtcp == null ? null : new Pair(rtp, rtcp);
    }

    /** A name that leads nowhere is no address: media may still come, and is answered then. */
    private static @Nullable InetSocketAddress socket(@Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
        } catch (UnknownHostException _) {
            return null;
        }
    }
}
