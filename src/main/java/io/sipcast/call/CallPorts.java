package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.ice.IceReport;
import io.sipcast.media.MediaTrack;
import io.sipcast.net.PortSecurity;
import io.sipcast.net.RtpPort;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation.Agreed;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one call with what stands between them and its media: encryption and ICE. On the
 * call's loop, but for {@link #bind}, {@link #expectIce}, {@link #local} and {@link #release}.
 */
final class CallPorts {
    private final CallMedia.Services services;
    private final EventLoop loop;
    private final Map<MediaTrack, RtpPort> ports = new EnumMap<>(MediaTrack.class);
    private final CallSecurity security;
    private @Nullable CallIce ice;
    private Map<MediaTrack, IceReport> lastIce = Map.of();
    private @Nullable Map<String, PortSecurity.Stats> lastSecurity;
    private Set<MediaTrack> unreachable = Set.of();
    private boolean used;

    CallPorts(CallMedia.Services services, EventLoop loop, PortSecurity.Listener unencrypted) {
        this.services = services;
        this.loop = loop;
        this.security = new CallSecurity(services.security(), unencrypted);
    }

    /** Waits; fails as {@link RtpPort#open} does. */
    void bind(
            MediaTrack track, InetAddress local, RtpPort.Options options, RtpPort.Handler handler) {
        RtpPort port =
                RtpPort.open(services.loops(), loop, local, services.ports(), options, handler)
                        .join();
        ports.put(track, port);
        security.opened(track, port);
    }

    /** To be called when all are bound: checks may come as soon as a description has left. */
    void expectIce() {
        if (services.ice() != IcePolicy.OFF && !ports.isEmpty()) {
            CallIce opened = new CallIce(ports, services.random());
            ice = opened;
            CompletableFuture.runAsync(() -> opened.expect(System.nanoTime()), loop).join();
        }
    }

    /** What the SDP says of us. */
    LocalMedia local(String address) {
        return new LocalMedia(
                address,
                port(MediaTrack.AUDIO),
                port(MediaTrack.VIDEO),
                services.capabilities(),
                ice == null ? null : ice.local(services.ice()));
    }

    private LocalMedia.@Nullable Port port(MediaTrack track) {
        RtpPort port = ports.get(track);
        return port == null
                ? null
                : new LocalMedia.Port(
                        port.port(),
                        port.port() + 1,
                        services.muxed(),
                        services.security().forMedium());
    }

    /** What came before anything was agreed on was for nobody. */
    void forgetEarly() {
        ports.values().forEach(RtpPort::forgetEarly);
    }

    /**
     * This was agreed on. The keys come first and the addresses last: what came early is encrypted,
     * too, and is let in by whoever decides then.
     */
    void use(Agreed agreed, PeerAddresses peer, long nowNanos) {
        used = true;
        unreachable = AgreedMedia.unreachable(agreed);
        security.use(agreed, peer, nowNanos);
        if (ice != null) {
            ice.agreed(agreed, nowNanos);
        }
        ports.forEach((track, port) -> {
            PeerAddresses.Pair pair = peer.of(track);
            if (pair != null) {
                port.describe(pair.rtp(), pair.rtcp(), nowNanos);
            }
        });
    }

    void tick(long nowNanos) {
        for (RtpPort port : ports.values()) {
            port.tick(nowNanos);
        }
        if (ice != null) {
            ice.tick(nowNanos);
        }
    }

    /**
     * Whether RTP may wait for {@link #poll}, where it comes: of a track that is silent the first
     * packet is to wake the loop up.
     *
     * @return whether all that comes waits from now on
     */
    boolean rest(boolean on, Predicate<MediaTrack> comes) {
        boolean all = true;
        boolean any = false;
        for (Map.Entry<MediaTrack, RtpPort> one : ports.entrySet()) {
            boolean flows = on && comes.test(one.getKey());
            boolean rests = one.getValue().rest(flows);
            all &= rests == flows;
            any |= rests;
        }
        return all && any;
    }

    /** Takes the RTP that waits. */
    void poll() {
        for (RtpPort port : ports.values()) {
            port.poll();
        }
    }

    /** Whether ticks have nothing to do soon. */
    boolean rests() {
        return ice == null || ice.rests();
    }

    void sendRtp(MediaTrack track, ByteBuffer datagram) {
        RtpPort port = reachable(track);
        if (port != null) {
            port.sendRtp(datagram);
        }
    }

    void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        RtpPort port = reachable(track);
        if (port != null) {
            port.sendRtcp(datagram);
        }
    }

    private @Nullable RtpPort reachable(MediaTrack track) {
        return unreachable.contains(track) ? null : ports.get(track);
    }

    /** Of the encrypted tracks, by their names; what it was at the end once that has come. */
    Map<String, PortSecurity.Stats> securityStats() {
        return lastSecurity == null ? security.stats() : lastSecurity;
    }

    /** How the peer is found, for the tracks that have ICE; as it was at the end after that. */
    Map<MediaTrack, IceReport> iceReport() {
        return lastSecurity == null && used && ice != null ? ice.report() : lastIce;
    }

    /** Nothing is sent or taken any more. */
    void stop() {
        if (lastSecurity == null) {
            lastIce = iceReport();
            lastSecurity = security.stats();
            security.close();
        }
    }

    /** Waits until they are closed. */
    void release() {
        ports.values().stream().map(RtpPort::closeAsync).forEach(CompletableFuture::join);
    }
}
