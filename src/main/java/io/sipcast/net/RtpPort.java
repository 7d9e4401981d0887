package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.sipcast.rtp.RtpSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The pair of UDP sockets that one track of a call has: an even port for RTP and the odd one above
 * it for RTCP. Packets of other sources than the peer's are ignored (symmetric RTP). Owned by its
 * loop: everything but {@link #open}, {@link #port} and {@link #close} is called there.
 */
public final class RtpPort implements AutoCloseable {
    /** DSCP EF, for sound; RFC 4594. As an IP_TOS byte. */
    public static final int EXPEDITED = 46 << 2;

    /** DSCP AF41, for pictures; RFC 4594. As an IP_TOS byte. */
    public static final int ASSURED_41 = 34 << 2;

    /**
     * Options of both sockets; 0 leaves what the system has.
     *
     * @param trafficClass {@link #EXPEDITED} or {@link #ASSURED_41}
     */
    public record Options(int receiveBufferBytes, int trafficClass) {
        public static final Options AUDIO = new Options(1 << 18, EXPEDITED);
        public static final Options VIDEO = new Options(1 << 20, ASSURED_41);
    }

    /** Takes packets, on the loop; done with the buffer when it returns. */
    public interface Handler {
        void rtp(ByteBuffer packet, long nowNanos);

        void rtcp(ByteBuffer packet, long nowNanos);

        /** The loop has read what it reads in one turn: time to flush what follows from it. */
        default void turnEnded() {}
    }

    /**
     * What went through one socket.
     *
     * @param ignored packets that came from somebody else, or before any SDP
     * @param errors that the system reported, such as ICMP "port unreachable"
     */
    public record Counters(
            long packets,
            long bytes,
            long ignored,
            long sentPackets,
            long sentBytes,
            long errors) {}

    private final EventLoop loop;
    private final PortPool pool;
    private final InetAddress address;
    private final int port;
    private final UdpSocket rtpUdp;
    private final UdpSocket rtcpUdp;
    private final RtpSocket rtp;
    private final RtpSocket rtcp;
    private boolean muxed;
    private @Nullable CompletableFuture<Void> closed;

    RtpPort(RtpPortOpening opening, int port, UdpSocket rtpUdp, UdpSocket rtcpUdp) {
        this.loop = opening.loop();
        this.pool = opening.pool();
        this.address = opening.local();
        this.port = port;
        this.rtpUdp = rtpUdp;
        this.rtcpUdp = rtcpUdp;
        this.rtp = opening.rtp();
        this.rtcp = opening.rtcp();
        rtp.use(rtpUdp);
        rtcp.use(rtcpUdp);
    }

    /**
     * Binds a free pair; where another program has one of its ports, another one.
     *
     * @param local the address that the SDP will name
     * @return completed on the loop; fails with {@link NoRtpPortException}
     */
    public static CompletableFuture<RtpPort> open(
            Loops loops,
            EventLoop loop,
            InetAddress local,
            PortPool pool,
            Options options,
            Handler handler) {
        return new RtpPortOpening(loops, loop, local, pool, options, handler).start();
    }

    /** The even one. */
    public int port() {
        return port;
    }

    /** The loop that owns the port. */
    public EventLoop loop() {
        return loop;
    }

    public InetAddress address() {
        return address;
    }

    /** What the peer's SDP says; RTCP is one above unless {@code a=rtcp} says otherwise. */
    public void describe(InetSocketAddress peerRtp, InetSocketAddress peerRtcp, long nowNanos) {
        rtp.describe(peerRtp, nowNanos);
        rtcp.describe(peerRtcp, nowNanos);
    }

    /**
     * Whether RTCP goes out by the port of RTP, as was agreed on: RFC 5761. It may come by either.
     */
    void mux(boolean on) {
        muxed = on;
    }

    /** Who finds the ways, one for each port; null for who needs none. */
    public void find(@Nullable PathFinder rtpWay, @Nullable PathFinder rtcpWay, long nowNanos) {
        rtp.find(rtpWay, nowNanos);
        rtcp.find(rtcpWay, nowNanos);
    }

    /** Sends STUN from the port of RTP. */
    public void sendFromRtp(ByteBuffer datagram, InetSocketAddress to) {
        rtp.sendTo(datagram, to);
    }

    /** Sends STUN from the port of RTCP. */
    public void sendFromRtcp(ByteBuffer datagram, InetSocketAddress to) {
        rtcp.sendTo(datagram, to);
    }

    /** Encrypts what goes through the two sockets; null for not. */
    void guard(@Nullable PacketGuard forRtp, @Nullable PacketGuard forRtcp) {
        rtp.guard(forRtp);
        rtcp.guard(forRtcp);
    }

    /** There are keys now. */
    void guardReady(long nowNanos) {
        rtp.guardReady(nowNanos);
        rtcp.guardReady(nowNanos);
    }

    /** Sends a record of DTLS, to where the peer is when {@code to} is null. */
    void sendRecord(boolean reports, ByteBuffer record, @Nullable InetSocketAddress to) {
        (reports ? rtcp : rtp).sendRecord(record, to);
    }

    /** What came before the first {@link #describe} was for nobody. */
    public void forgetEarly() {
        rtp.forgetEarly();
        rtcp.forgetEarly();
    }

    /** Another track of the same peer comes from this host; see {@link #latched}. */
    public void trust(String host) {
        rtp.trust(host);
        rtcp.trust(host);
    }

    /** Whose RTP is accepted; null before the first packet. */
    public @Nullable RtpSource latched() {
        return rtp.latched();
    }

    /** To be called every 10 ms or so: silence of the peer opens the port for its host again. */
    public void tick(long nowNanos) {
        rtp.tick(nowNanos);
        rtcp.tick(nowNanos);
    }

    /**
     * Whether RTP may wait for {@link #poll}: nobody is in a hurry. It does where that is possible,
     * else it comes as ever.
     *
     * @return whether it waits from now on
     */
    public boolean rest(boolean on) {
        return rtp.rest(on);
    }

    /** Takes the RTP that waits. */
    public void poll() {
        rtp.poll();
    }

    /** Sends a packet to where the peer's come from, else to where its SDP says. */
    public void sendRtp(ByteBuffer packet) {
        rtp.send(packet);
    }

    /** Sends a compound packet, as {@link #sendRtp}. */
    public void sendRtcp(ByteBuffer packet) {
        (muxed ? rtp : rtcp).send(packet);
    }

    public Counters rtpCounters() {
        return rtp.counters();
    }

    public Counters rtcpCounters() {
        return rtcp.counters();
    }

    /** Closes both sockets, after which the ports rest. From any thread, and more than once. */
    @Override
    public void close() {
        var _ = closeAsync();
    }

    /** Completed when the sockets are closed. */
    public synchronized CompletableFuture<Void> closeAsync() {
        if (closed == null) {
            closed =
                    CompletableFuture.allOf(rtpUdp.close(), rtcpUdp.close())
                            .whenComplete((_, _) -> pool.giveBack(port, System.nanoTime()));
        }
        return closed;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + ":" + port;
    }
}
