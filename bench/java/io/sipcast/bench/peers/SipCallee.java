package io.sipcast.bench.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.sipcast.bytes.Bytes;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP side of many callees, RFC 3261, as little of it as answers at once: each request is
 * answered where it came from, and again when it comes again. On its loop.
 */
final class SipCallee extends SimpleChannelInboundHandler<DatagramPacket> {
    /** Decides about calls. */
    interface Calls {
        /** A call from now on, and what is answered; null for a 488. */
        @Nullable Answer invited(String user, byte[] offer);

        /** The answer went out: media may flow. */
        void answered(Answer call);

        /** Over. */
        void ended(Answer call);
    }

    /** A call that was taken, and its description. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Answer(String user, byte[] description, SendingCall media) {}

    private record Dialog(Answer call, SipRequest invite, SipResponse ok, InetSocketAddress peer) {}

    private static final Logger LOG = LoggerFactory.getLogger(SipCallee.class);
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";
    private static final String TAG = "load";
    private static final int BUFFER = 4 << 20;

    private final Calls calls;
    private final Map<String, Dialog> dialogs = new HashMap<>();
    private @Nullable Channel channel;

    private SipCallee(Calls calls) {
        this.calls = calls;
    }

    static SipCallee open(EventLoop loop, Calls calls) {
        var callee = new SipCallee(calls);
        callee.channel =
                new Bootstrap()
                        .group(loop)
                        .channelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
                        .option(ChannelOption.SO_RCVBUF, BUFFER)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(65_535))
                        .handler(callee)
                        .bind(new InetSocketAddress(PacketSocket.LOOPBACK, 0))
                        .syncUninterruptibly()
                        .channel();
        return callee;
    }

    private Channel channel() {
        return Objects.requireNonNull(channel);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel().localAddress();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
        Incoming incoming = SipParser.read(ByteBufUtil.getBytes(datagram.content()));
        if (incoming instanceof Incoming.Message(SipRequest request)) {
            take(request, datagram.sender());
        }
    }

    private void take(SipRequest request, InetSocketAddress from) {
        switch (request.method().name()) {
            case "INVITE" -> invite(request, from);
            case "ACK" -> {}
            case "BYE" -> bye(request, from);
            case "OPTIONS", "INFO", "CANCEL" -> answer(request, 200, from);
            default -> answer(request, 405, from);
        }
    }

    private void invite(SipRequest request, InetSocketAddress from) {
        Dialog known = dialogs.get(request.callId());
        if (known != null) { // again, or a refresh: nothing changes
            boolean again = known.invite().cseq().equals(request.cseq());
            send(again ? known.ok() : ok(request, known.call()), from);
            return;
        }
        String user = request.uri() instanceof SipUri uri ? uri.userText() : null;
        Answer call = calls.invited(user == null ? "" : user, request.body().toArray());
        if (call == null) {
            answer(request, 488, from);
            return;
        }
        SipResponse ok = ok(request, call);
        dialogs.put(request.callId(), new Dialog(call, request, ok, from));
        send(ok, from);
        calls.answered(call);
    }

    private SipResponse ok(SipRequest request, Answer call) {
        SipUri contact = SipUri.of(call.user(), "127.0.0.1", address().getPort());
        SipResponse ok =
                tagged(SipResponse.to(request, 200))
                        .with(HeaderName.CONTACT, "<" + contact.print() + ">")
                        .with(HeaderName.ALLOW, ALLOW);
        List<String> route = request.headers().values(HeaderName.RECORD_ROUTE);
        SipResponse routed =
                route.isEmpty() ? ok : ok.with(HeaderName.RECORD_ROUTE, String.join(", ", route));
        return routed.withBody("application/sdp", Bytes.copyOf(call.description()));
    }

    private static SipResponse tagged(SipResponse response) {
        return response.to().tag() == null ? response.withToTag(TAG) : response;
    }

    private void bye(SipRequest request, InetSocketAddress from) {
        Dialog dialog = dialogs.remove(request.callId());
        answer(request, dialog == null ? 481 : 200, from);
        if (dialog != null) {
            calls.ended(dialog.call());
        }
    }

    private void answer(SipRequest request, int status, InetSocketAddress to) {
        send(tagged(SipResponse.to(request, status)).with(HeaderName.ALLOW, ALLOW), to);
    }

    private void send(SipResponse response, InetSocketAddress to) {
        send(response.print(), to);
    }

    private void send(byte[] bytes, InetSocketAddress to) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        var _ = channel().writeAndFlush(new DatagramPacket(buffer, to));
    }

    /** Says BYE once in each call that goes on, and listens no more. Any thread. */
    void close() {
        channel().eventLoop().submit(this::hangUp).syncUninterruptibly();
        channel().close().syncUninterruptibly();
    }

    private void hangUp() {
        dialogs.values()
                .forEach(dialog -> {
                    send(Farewell.of(dialog.invite(), TAG, address()).print(), dialog.peer());
                    calls.ended(dialog.call());
                });
        dialogs.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.warn("A load callee failed on a message", cause);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
