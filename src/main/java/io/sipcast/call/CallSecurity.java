package io.sipcast.call;

import io.sipcast.media.MediaTrack;
import io.sipcast.net.PortSecurity;
import io.sipcast.net.RtpPort;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The encryption of one call's ports. On the call's loop, once they are open. */
final class CallSecurity {
    private final MediaSecurity settings;
    private final PortSecurity.Listener listener;
    private final Map<MediaTrack, PortSecurity> tracks = new EnumMap<>(MediaTrack.class);

    CallSecurity(MediaSecurity settings, PortSecurity.Listener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    void opened(MediaTrack track, RtpPort port) {
        tracks.put(track, new PortSecurity(port, settings.identity(), listener));
    }

    /** To be called before the ports learn where the peer is: what came early is encrypted, too. */
    void use(Agreed agreed, PeerAddresses peer, long nowNanos) {
        use(MediaTrack.AUDIO, agreed.audio(), peer.audio(), nowNanos);
        use(MediaTrack.VIDEO, agreed.video(), peer.video(), nowNanos);
    }

    private void use(
            MediaTrack track,
            @Nullable NegotiatedTrack agreed,
            PeerAddresses.@Nullable Pair peer,
            long nowNanos) {
        PortSecurity security = tracks.get(track);
        if (security != null && agreed != null) {
            var reached =
                    new PortSecurity.Peer(peer == null ? null : peer.rtp(), agreed.ice() != null);
            security.use(agreed.keying(), reached, agreed.rtcpMux(), nowNanos);
        }
    }

    /** Of the encrypted tracks, by their names. */
    Map<String, PortSecurity.Stats> stats() {
        Map<String, PortSecurity.Stats> all = new TreeMap<>();
        tracks.forEach((track, security) -> {
            PortSecurity.Stats stats = security.stats();
            if (stats != null) {
                all.put(track.name().toLowerCase(Locale.ROOT), stats);
            }
        });
        return all;
    }

    void close() {
        tracks.values().forEach(PortSecurity::close);
    }
}
