package io.sipcast.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.DatagramSocketAddress;
import io.netty.channel.unix.Socket;
import io.sipcast.observe.MistakeLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket on a loop. Everything but {@link #open} and {@link #begin} is called on that loop,
 * and so is the receiver. A turn of the loop reads a bounded number of datagrams; what one turn
 * sends goes out with one flush.
 */
final class UdpSocket extends ChannelInboundHandlerAdapter {
    /** Takes what arrives; done with the buffer when it returns. */
    interface Receiver {
        void received(ByteBuffer datagram, InetSocketAddress source);

        /** One that came at this time, and was read only now: see {@link #rest}. */
        default void received(ByteBuffer datagram, InetSocketAddress source, long atNanos) {
            received(datagram, source);
        }

        /** A turn of reading is over. */
        default void turnEnded(boolean drained) {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /** Datagrams that may wait when a socket connects: 1 MiB of receive buffer holds fewer. */
    private static final int MOST_WAITING = 4096;

    private final Receiver receiver;
    private final Channel channel;
    private final MistakeLog mistakes;
    private @Nullable InetSocketAddress connectedTo;
    private int inTurn;
    private boolean reading;
    private boolean unflushed;
    private long errors;
    private final StampedReads.Taker stamped = this::stamped;
    private boolean stamps;
    private boolean resting;

    private UdpSocket(Channel channel, Receiver receiver) {
        this.channel = channel;
        this.receiver = receiver;
        this.mistakes = new MistakeLog(LOG, "The receiver of " + channel + " failed");
    }

    /**
     * Options of a socket: 0 leaves what the system has.
     *
     * @param begins whether it reads from the start, or only from {@link #begin} on
     */
    record Options(
            RecvByteBufAllocator buffers,
            int receiveBufferBytes,
            int trafficClass,
            boolean begins) {
        Options(RecvByteBufAllocator buffers, int receiveBufferBytes, int trafficClass) {
            this(buffers, receiveBufferBytes, trafficClass, true);
        }
    }

    /** Fails with what bind says. */
    @SuppressWarnings("deprecation") // without this option epoll takes no writes once disconnected
    static CompletableFuture<UdpSocket> open(
            Loops loops,
            EventLoop loop,
            InetSocketAddress local,
            Options options,
            Receiver receiver) {
        Bootstrap bootstrap =
                loops.udp(loop, local.getAddress())
                        .option(ChannelOption.RECVBUF_ALLOCATOR, options.buffers())
                        .option(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, true)
                        .option(ChannelOption.AUTO_READ, options.begins());
        if (options.receiveBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
        if (options.trafficClass() > 0) {
            bootstrap.option(ChannelOption.IP_TOS, options.trafficClass());
        }
        var opened = new CompletableFuture<UdpSocket>();
        bootstrap.handler(new ChannelInboundHandlerAdapter());
        var bound = bootstrap.bind(local);
        bound.addListener(_ -> {
            if (bound.isSuccess()) {
                var socket = new UdpSocket(bound.channel(), receiver);
                bound.channel().pipeline().addLast(socket);
                opened.complete(socket);
            } else {
                opened.completeExceptionally(bound.cause());
            }
        });
        return opened;
    }

    /** Reads from now on, first what came meanwhile. */
    void begin() {
        channel.config().setAutoRead(true);
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /**
     * Takes datagrams from this source only, or from anyone when it is null; what came before and
     * still waits goes to the receiver before this returns. A socket that was bound to port 0 loses
     * its port when it is let go of: Linux keeps only what was asked for.
     */
    void connect(@Nullable InetSocketAddress source) {
        if (connectedTo != null) {
            var _ = rest(false);
            var _ = channel.disconnect();
            connectedTo = null;
        }
        if (source != null && channel.connect(source).isSuccess()) { // at once, as UDP is
            connectedTo = source;
            takeWhatWaits();
        }
    }

    /**
     * A connected epoll channel calls everything that it reads its peer's, even what others had
     * sent before it was connected. So that is read here, with who really sent it; a later datagram
     * is the kernel's to refuse. NIO throws away what waits when it connects.
     */
    private void takeWhatWaits() {
        if (!(channel instanceof EpollDatagramChannel epoll)) {
            return;
        }
        ByteBuf buffer = channel.alloc().directBuffer(ReceiveBuffers.RTP_BYTES);
        try {
            ByteBuffer bytes = buffer.internalNioBuffer(0, buffer.capacity());
            for (int i = 0; i < MOST_WAITING; i++) {
                DatagramSocketAddress sender = receive((Socket) epoll.fd(), bytes.clear());
                if (sender == null) {
                    return;
                }
                bytes.limit(sender.receivedAmount());
                receiver.received(bytes, sender);
            }
        } finally {
            buffer.release();
        }
        connect(null); // a flood: no order is to be had by connecting
    }

    /** Null when nothing waits. */
    private @Nullable DatagramSocketAddress receive(Socket socket, ByteBuffer into) {
        try {
            return socket.recvFrom(into, 0, into.limit());
        } catch (IOException _) { // an ICMP error that waits as well
            errors++;
            return null;
        }
    }

    /**
     * Whether the loop is left alone when datagrams come: they are read by {@link #poll}, with the
     * times at which they came. To be woken up and to look costs more than all else that is done
     * for a packet of sound. Only while connected, and where the platform has it.
     *
     * @return whether it rests
     */
    boolean rest(boolean on) {
        boolean now = on && connectedTo != null && channel.isOpen() && StampedReads.available();
        if (now == resting || !(channel instanceof EpollDatagramChannel)) {
            return resting;
        }
        if (now && !stamps) {
            stamps = channel.config().setOption(StampedReads.STAMPS, 1);
        }
        if (!now) {
            poll();
        }
        resting = now;
        channel.config().setAutoRead(!now);
        return now;
    }

    /** Takes what waits while the socket rests. */
    void poll() {
        if (!resting
                || !(channel instanceof EpollDatagramChannel epoll)
                || !epoll.isOpen()) { // else its descriptor may be another's by now
            return;
        }
        StampedReads reads = StampedReads.ofLoop();
        boolean more = true;
        for (int i = 0; i < MOST_WAITING && more; i += StampedReads.MOST) {
            int count = reads.read(epoll.fd().intValue(), stamped);
            errors += count < 0 ? 1 : 0;
            more = count < 0 || count == StampedReads.MOST; // behind an error there may be some
        }
    }

    private void stamped(ByteBuffer datagram, long atNanos) {
        InetSocketAddress peer = connectedTo;
        if (peer == null) {
            return;
        }
        try {
            receiver.received(datagram, peer, atNanos);
        } catch (RuntimeException fault) { // as exceptionCaught: of one datagram, others follow
            failed(fault);
        }
    }

    @Nullable InetSocketAddress connectedTo() {
        return connectedTo;
    }

    /** Copies the datagram and sends it; what the kernel has no room for is lost, as UDP is. */
    void send(ByteBuffer datagram, InetSocketAddress target) {
        boolean connected = isConnectedTo(target);
        if (connected
                && channel instanceof EpollDatagramChannel epoll
                && epoll.isOpen() // or its descriptor may be another's
                && DirectSends.take(datagram.remaining())
                && nothingWaits()) {
            errors += DirectSends.ofLoop().send(epoll.fd().intValue(), datagram) ? 0 : 1;
            return;
        }
        ByteBuf copy = channel.alloc().directBuffer(datagram.remaining()).writeBytes(datagram);
        Object message = connected ? copy : new DatagramPacket(copy, target);
        var _ = channel.write(message, channel.voidPromise());
        if (reading) {
            unflushed = true;
        } else {
            channel.flush();
        }
    }

    @SuppressWarnings("ReferenceEquality") // mostly the same one: no need to look into both
    private boolean isConnectedTo(InetSocketAddress target) {
        return target == connectedTo || target.equals(connectedTo);
    }

    /**
     * What was sent before goes first: in the turn in which a socket is connected some may wait.
     */
    private boolean nothingWaits() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null || waiting.isEmpty();
    }

    /** Sends, and tells when the system would not take the datagram: no route, not permitted. */
    void send(byte[] datagram, InetSocketAddress target, Consumer<Throwable> notSent) {
        ByteBuf bytes = Unpooled.wrappedBuffer(datagram);
        var written = channel.writeAndFlush(new DatagramPacket(bytes, target));
        written.addListener(_ -> {
            if (!written.isSuccess()) {
                notSent.accept(written.cause());
            }
        });
    }

    /** Errors that the socket reported, such as ICMP "port unreachable" of a connected one. */
    long errors() {
        return errors;
    }

    CompletableFuture<Void> close() {
        var closed = new CompletableFuture<Void>();
        channel.close()
                .addListener(_ -> {
                    mistakes.finish();
                    closed.complete(null);
                });
        return closed;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var packet = (DatagramPacket) message;
        ByteBuf content = packet.content();
        reading = true;
        inTurn++;
        try {
            receiver.received(
                    content.internalNioBuffer(content.readerIndex(), content.readableBytes()),
                    packet.sender());
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean drained = inTurn < ReceiveBuffers.PER_TURN;
        inTurn = 0;
        reading = false;
        if (unflushed) {
            unflushed = false;
            ctx.flush();
        }
        receiver.turnEnded(drained);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void failed(Throwable cause) {
        errors++;
        if (!(cause instanceof IOException)) {
            mistakes.add(cause, System.nanoTime());
        }
    }
}
