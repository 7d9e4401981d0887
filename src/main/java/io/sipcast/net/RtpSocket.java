package io.sipcast.net;

import io.sipcast.ice.stun.StunMessage;
import io.sipcast.rtp.RtpSource;
import io.sipcast.rtp.SourceLatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sockets of an {@link RtpPort}: lets through what its {@link SourceLatch} accepts,
 * and is connected to the latched source as soon as no other could be accepted, so that the kernel
 * drops the rest. Where ICE was agreed on, its {@link PathFinder} takes the latch's place, and the
 * socket is open to all, since checks may come from anywhere. STUN never reaches a latch. On its
 * loop.
 */
final class RtpSocket implements UdpSocket.Receiver {
    /** Takes the packets of the latched source. */
    interface Receiver {
        void packet(ByteBuffer packet, long nowNanos);

        void turnEnded();
    }

    private final Receiver receiver;
    private final boolean connects;
    private final EarlyPackets early = new EarlyPackets();
    private @Nullable UdpSocket socket;
    private @Nullable SourceLatch latch;
    private @Nullable PathFinder finder;
    private boolean muted = true;

    private @Nullable InetSocketAddress lastAddress; // the form in which the last packet's
    private @Nullable RtpSource lastSource; // source came: making it anew would be garbage
    private @Nullable RtpSource targetSource;
    private @Nullable InetSocketAddress targetAddress;

    private long packets;
    private long bytes;
    private long undescribed;
    private long refused;
    private long sentPackets;
    private long sentBytes;

    /**
     * Not open yet.
     *
     * @param connects false for NIO, which throws away what waits when it connects
     */
    RtpSocket(Receiver receiver, boolean connects) {
        this.receiver = receiver;
        this.connects = connects;
    }

    void use(UdpSocket opened) {
        socket = opened;
    }

    /**
     * Takes what an SDP says, and what came from there just before it. An address that nobody can
     * be sent to (as on hold) changes no latch and mutes us.
     */
    void describe(InetSocketAddress address, long nowNanos) {
        InetAddress ip = address.getAddress();
        muted = address.getPort() == 0 || ip.isAnyLocalAddress() || ip.isMulticastAddress();
        if (muted) {
            return;
        }
        RtpSource source = source(address);
        if (latch == null) {
            latch = new SourceLatch(source, nowNanos);
            early.drain(nowNanos, this::takeEarly);
        } else {
            latch.describe(source, nowNanos);
        }
        disconnectUnlessSettled(nowNanos);
    }

    /**
     * ICE is looked for, or has been agreed on; null without. What came just before it was agreed
     * on is taken now, if it may be.
     */
    void find(@Nullable PathFinder by, long nowNanos) {
        finder = by;
        if (by == null) {
            return;
        }
        if (socket != null && socket.connectedTo() != null) {
            socket.connect(null);
        }
        if (by.decides()) {
            early.drain(nowNanos, this::takeEarly);
        }
    }

    private @Nullable PathFinder decider() {
        return finder != null && finder.decides() ? finder : null;
    }

    void forgetEarly() {
        early.forget();
    }

    /** See {@link SourceLatch#trust}. */
    void trust(String host) {
        if (latch != null) {
            latch.trust(host);
        }
    }

    @Nullable RtpSource latched() {
        return latch == null ? null : latch.latched();
    }

    void tick(long nowNanos) {
        disconnectUnlessSettled(nowNanos);
    }

    private void disconnectUnlessSettled(long nowNanos) {
        if (socket != null && socket.connectedTo() != null && latch != null) {
            RtpSource connected = source(socket.connectedTo());
            if (!latch.settled(nowNanos) || !connected.equals(latch.latched())) {
                socket.connect(null);
            }
        }
    }

    /**
     * Sends to the latched source, or to where the SDP says before there is one; with ICE by the
     * selected pair.
     */
    void send(ByteBuffer packet) {
        InetSocketAddress target = target();
        if (socket != null && target != null) {
            sentPackets++;
            sentBytes += packet.remaining();
            socket.send(packet, target);
        }
    }

    private @Nullable InetSocketAddress target() {
        PathFinder decider = decider();
        if (decider != null) {
            return decider.target();
        }
        return latch == null || muted ? null : address(latch.target());
    }

    /** Sends to one address, whoever is latched: STUN. */
    void sendTo(ByteBuffer datagram, InetSocketAddress to) {
        if (socket != null) {
            socket.send(datagram, to);
        }
    }

    private InetSocketAddress address(RtpSource source) {
        if (targetAddress == null || !source.equals(targetSource)) {
            targetSource = source;
            targetAddress =
                    new InetSocketAddress(InetAddress.ofLiteral(source.host()), source.port());
        }
        return targetAddress;
    }

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress from) {
        long now = System.nanoTime();
        if (StunMessage.isStun(datagram)) {
            stun(datagram, from, now);
            return;
        }
        PathFinder decider = decider();
        if (decider != null) {
            take(datagram, decider.accepts(from), now);
            return;
        }
        if (latch == null) {
            undescribed++;
            early.keep(datagram, from, now);
            return;
        }
        RtpSource source = from.equals(lastAddress) ? lastSource : source(from);
        if (source == null) {
            return;
        }
        lastAddress = from;
        lastSource = source;
        switch (latch.judge(source, now)) {
            case ACCEPTED, LATCHED -> take(datagram, true, now);
            case IGNORED -> {} // and counted there
        }
    }

    private void stun(ByteBuffer datagram, InetSocketAddress from, long nowNanos) {
        if (finder == null) {
            refused++;
        } else {
            finder.stun(datagram, from, nowNanos);
        }
    }

    private void take(ByteBuffer datagram, boolean accepted, long nowNanos) {
        if (accepted) {
            packets++;
            bytes += datagram.remaining();
            receiver.packet(datagram, nowNanos);
        } else {
            refused++;
        }
    }

    private void takeEarly(ByteBuffer packet, InetSocketAddress from) {
        undescribed--;
        received(packet, from);
    }

    /** Connects when nothing waits, lest what waited seem to come from the latched source. */
    @Override
    public void turnEnded(boolean drained) {
        if (connects
                && drained
                && socket != null
                && socket.connectedTo() == null
                && finder == null
                && latch != null) {
            RtpSource latched = latch.latched();
            if (latched != null && latch.settled(System.nanoTime())) {
                socket.connect(address(latched));
            }
        }
        receiver.turnEnded();
    }

    private static RtpSource source(InetSocketAddress address) {
        return new RtpSource(address.getAddress().getHostAddress(), address.getPort());
    }

    RtpPort.Counters counters() {
        long ignored = undescribed + refused + (latch == null ? 0 : latch.ignored());
        long errors = socket == null ? 0 : socket.errors();
        return new RtpPort.Counters(packets, bytes, ignored, sentPackets, sentBytes, errors);
    }
}
