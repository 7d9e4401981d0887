package io.sipcast.net;

import io.sipcast.ice.stun.StunMessage;
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
    private @Nullable PacketGuard guard;
    private @Nullable ByteBuffer unsentRecord;
    private boolean muted = true;

    private @Nullable InetSocketAddress lastAddress; // the form in which the last packet's
    private @Nullable RtpSource lastSource; // source came: making it anew would be garbage
    private @Nullable RtpSource connectedSource; // while the socket is connected
    private @Nullable RtpSource targetSource;
    private @Nullable InetSocketAddress targetAddress;

    private long packets;
    private long bytes;
    private long tooEarly;
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
        disconnect();
        if (by.decides()) {
            early.drain(nowNanos, this::takeEarly);
        }
    }

    private @Nullable PathFinder decider() {
        return finder != null && finder.decides() ? finder : null;
    }

    /** What is received and sent is encrypted from now on; null for no more. */
    void guard(@Nullable PacketGuard next) {
        guard = next;
    }

    /** The guard has keys now: what waited for them may come in. */
    void guardReady(long nowNanos) {
        if (guard != null && guard.ready()) {
            early.drain(nowNanos, this::takeEarly);
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
        PathFinder decider = decider();
        if (decider != null && unsentRecord != null) {
            sendRecord(unsentRecord, decider.target());
        }
        disconnectUnlessSettled(nowNanos);
    }

    /** See {@link UdpSocket#rest}. */
    boolean rest(boolean on) {
        boolean open = guard == null || guard.ready();
        return socket != null
                && socket.rest(on && connectedSource != null && finder == null && open);
    }

    /** See {@link UdpSocket#poll}. */
    void poll() {
        if (socket != null) {
            socket.poll();
        }
    }

    private void disconnectUnlessSettled(long nowNanos) {
        if (connectedSource != null
                && latch != null
                && !(latch.settled(nowNanos) && connectedSource.equals(latch.latched()))) {
            disconnect();
        }
    }

    private void disconnect() {
        if (socket != null && connectedSource != null) {
            socket.connect(null);
            connectedSource = null;
        }
    }

    /**
     * Sends to the latched source, or to where the SDP says before there is one; with ICE by the
     * selected pair.
     */
    void send(ByteBuffer packet) {
        InetSocketAddress target = target();
        if (socket == null || target == null) {
            return;
        }
        ByteBuffer sent = guard == null ? packet : guard.seal(packet);
        if (sent != null) {
            sentPackets++;
            sentBytes += sent.remaining();
            socket.send(sent, target);
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

    /**
     * Sends a record of DTLS to where the SDP says when {@code to} is null, and by ICE where that
     * was agreed on: to the selected pair, and before that to whoever sent records himself and has
     * shown to be the peer. One without a way waits for it, as it would be repeated only late.
     */
    void sendRecord(ByteBuffer record, @Nullable InetSocketAddress to) {
        PathFinder decider = decider();
        if (decider != null) {
            InetSocketAddress selected = decider.target();
            InetSocketAddress way =
                    selected == null && to != null && decider.accepts(to) ? to : selected;
            unsentRecord = way == null ? record : null;
            if (way != null) {
                sendTo(record, way);
            }
        } else if (latch != null && !muted) {
            sendTo(record, to == null ? address(latch.target()) : to);
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
        received(datagram, from, System.nanoTime());
    }

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress from, long now) {
        if (StunMessage.isStun(datagram)) {
            stun(datagram, from, now);
            return;
        }
        PathFinder decider = decider();
        if (decider != null) {
            found(datagram, from, decider.accepts(from), now);
            return;
        }
        if (latch == null) {
            keep(datagram, from, now);
        } else {
            latched(datagram, from, latch, now);
        }
    }

    private void latched(
            ByteBuffer datagram, InetSocketAddress from, SourceLatch judge, long nowNanos) {
        RtpSource source = isLast(from) ? lastSource : source(from);
        if (source == null) {
            return;
        }
        lastAddress = from;
        lastSource = source;
        if (!judge.admits(source, nowNanos)) {
            judge.ignore();
            return;
        }
        ByteBuffer clear = clear(datagram, from, judge.isDescribed(source), nowNanos);
        if (clear != null && judge.judge(source, nowNanos) != SourceLatch.Verdict.IGNORED) {
            take(clear, nowNanos);
        }
    }

    @SuppressWarnings("ReferenceEquality") // of a connected socket it is: no need to look into both
    private boolean isLast(InetSocketAddress from) {
        return from == lastAddress || from.equals(lastAddress);
    }

    private void found(ByteBuffer datagram, InetSocketAddress from, boolean accepted, long now) {
        if (!accepted) {
            refused++;
            return;
        }
        ByteBuffer clear = clear(datagram, from, true, now);
        if (clear != null) {
            take(clear, now);
        }
    }

    private void stun(ByteBuffer datagram, InetSocketAddress from, long nowNanos) {
        if (finder == null) {
            refused++;
        } else {
            finder.stun(datagram, from, nowNanos);
        }
    }

    private void keep(ByteBuffer datagram, InetSocketAddress from, long nowNanos) {
        tooEarly++;
        early.keep(datagram, from, nowNanos);
    }

    /**
     * What is in a datagram; null when there is nothing (yet). Only what is authentic may latch, or
     * change anything else.
     *
     * @param vouched whether it came from where the SDP says, or ICE
     */
    private @Nullable ByteBuffer clear(
            ByteBuffer datagram, InetSocketAddress from, boolean vouched, long nowNanos) {
        if (guard == null) {
            return datagram;
        }
        return switch (PacketKind.of(datagram)) {
            case DTLS -> {
                guard.handshake(datagram, from, vouched);
                yield null;
            }
            case RTP, RTCP -> {
                ByteBuffer opened = guard.ready() ? guard.open(datagram, nowNanos) : null;
                if (opened == null && guard.expectsKeys()) {
                    keep(datagram, from, nowNanos);
                }
                yield opened;
            }
            case OTHER -> null; // nobody vouches for it
        };
    }

    private void take(ByteBuffer packet, long nowNanos) {
        packets++;
        bytes += packet.remaining();
        receiver.packet(packet, nowNanos);
    }

    /** Its time is when it came, which is what the timeline of sound is anchored on. */
    private void takeEarly(ByteBuffer packet, InetSocketAddress from, long atNanos) {
        tooEarly--;
        received(packet, from, atNanos);
    }

    /** Connects when nothing waits, lest what waited seem to come from the latched source. */
    @Override
    public void turnEnded(boolean drained) {
        if (connects
                && drained
                && socket != null
                && connectedSource == null
                && finder == null
                && latch != null) {
            RtpSource latched = latch.latched();
            if (latched != null && latch.settled(System.nanoTime())) {
                socket.connect(address(latched));
                connectedSource = socket.connectedTo() == null ? null : latched;
            }
        }
        receiver.turnEnded();
    }

    private static RtpSource source(InetSocketAddress address) {
        return new RtpSource(address.getAddress().getHostAddress(), address.getPort());
    }

    RtpPort.Counters counters() {
        long ignored = tooEarly + refused + (latch == null ? 0 : latch.ignored());
        long errors = socket == null ? 0 : socket.errors();
        return new RtpPort.Counters(packets, bytes, ignored, sentPackets, sentBytes, errors);
    }
}
