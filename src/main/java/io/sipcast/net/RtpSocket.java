package io.sipcast.net;

import io.sipcast.rtp.PacketKind;
import io.sipcast.rtp.RtpSource;
import io.sipcast.rtp.SourceLatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sockets of an {@link RtpPort}: lets through what its {@link SourceLatch} accepts,
 * and is connected to the latched source as soon as no other could be accepted, so that the kernel
 * drops the rest. On its loop.
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
    private @Nullable PacketGuard guard;
    private boolean muted = true;

    private @Nullable InetSocketAddress lastAddress; // the form in which the last packet's
    private @Nullable RtpSource lastSource; // source came: making it anew would be garbage
    private @Nullable RtpSource targetSource;
    private @Nullable InetSocketAddress targetAddress;

    private long packets;
    private long bytes;
    private long undescribed;
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

    /** What is received and sent is encrypted from now on; null for no more. */
    void guard(@Nullable PacketGuard next) {
        guard = next;
    }

    /** The guard has keys now: what waited for them may come in. */
    void guardReady(long nowNanos) {
        if (guard != null && guard.ready()) {
            early.drain(nowNanos, this::received);
        }
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

    /** Sends to the latched source, or to where the SDP says before there is one. */
    void send(ByteBuffer packet) {
        if (socket == null || latch == null || muted) {
            return;
        }
        ByteBuffer sent = guard == null ? packet : guard.seal(packet);
        if (sent == null) {
            return;
        }
        sentPackets++;
        sentBytes += sent.remaining();
        socket.send(sent, address(latch.target()));
    }

    /** Sends a record of DTLS, to where the SDP says when {@code to} is null. */
    void sendRecord(ByteBuffer record, @Nullable InetSocketAddress to) {
        if (socket != null && latch != null && !muted) {
            socket.send(record, to == null ? address(latch.target()) : to);
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
        if (guard == null) {
            take(datagram, source, latch, now);
        } else if (latch.admits(source, now)) {
            guarded(datagram, from, source, guard, latch, now);
        } else {
            latch.ignore();
        }
    }

    /** Only what is authentic may latch, or change anything else. */
    private void guarded(
            ByteBuffer datagram,
            InetSocketAddress from,
            RtpSource source,
            PacketGuard guarding,
            SourceLatch judge,
            long now) {
        switch (PacketKind.of(datagram)) {
            case DTLS -> guarding.handshake(datagram, from, judge.isDescribed(source));
            case RTP, RTCP -> {
                if (!guarding.ready()) {
                    early.keep(datagram, from, now);
                    return;
                }
                ByteBuffer opened = guarding.open(datagram, now);
                if (opened != null) {
                    take(opened, source, judge, now);
                }
            }
            case OTHER -> {} // nobody vouches for it
        }
    }

    private void take(ByteBuffer packet, RtpSource source, SourceLatch judge, long now) {
        switch (judge.judge(source, now)) {
            case ACCEPTED, LATCHED -> {
                packets++;
                bytes += packet.remaining();
                receiver.packet(packet, now);
            }
            case IGNORED -> {}
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
        long ignored = undescribed + (latch == null ? 0 : latch.ignored());
        long errors = socket == null ? 0 : socket.errors();
        return new RtpPort.Counters(packets, bytes, ignored, sentPackets, sentBytes, errors);
    }
}
