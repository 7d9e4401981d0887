package io.sipcast.net;

import io.sipcast.rtp.PacketKind;
import io.sipcast.rtp.srtp.ReceptionKey;
import io.sipcast.rtp.srtp.SrtpCounters;
import io.sipcast.rtp.srtp.SrtpReceiver;
import io.sipcast.rtp.srtp.SrtpSender;
import io.sipcast.rtp.srtp.SrtpSuite;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Opens and seals by SRTP as soon as it has keys, and hands on what brings them. */
final class SrtpGuard implements PacketGuard {
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private @Nullable DtlsAssociation association;
    private boolean expecting;

    /** New keys; packets of the old ones are still taken for a while. */
    void use(SrtpSender ours, ReceptionKey theirs, long nowNanos) {
        sender = ours;
        expecting = false;
        if (receiver == null) {
            receiver = new SrtpReceiver(theirs);
        } else {
            receiver.update(theirs, nowNanos);
        }
    }

    /** Takes records from now on; null when keys come another way. */
    void use(@Nullable DtlsAssociation handshaking) {
        if (association != null && association != handshaking) {
            association.close();
        }
        association = handshaking;
        expecting = handshaking != null;
        if (expecting && receiver != null) {
            receiver.expectKey();
        }
    }

    @Override
    public boolean expectsKeys() {
        return expecting || receiver == null;
    }

    @Override
    public boolean ready() {
        return receiver != null;
    }

    @Override
    public @Nullable ByteBuffer open(ByteBuffer datagram, long nowNanos) {
        if (receiver == null) {
            return null;
        }
        return PacketKind.of(datagram) == PacketKind.RTCP
                ? receiver.rtcp(datagram, nowNanos)
                : receiver.rtp(datagram, nowNanos);
    }

    @Override
    public @Nullable ByteBuffer seal(ByteBuffer packet) {
        if (sender == null) {
            return null;
        }
        return PacketKind.of(packet) == PacketKind.RTCP ? sender.rtcp(packet) : sender.rtp(packet);
    }

    @Override
    public void handshake(ByteBuffer datagram, InetSocketAddress from, boolean vouched) {
        if (association != null) {
            association.received(datagram, from, vouched);
        }
    }

    SrtpCounters counters() {
        return receiver == null ? SrtpCounters.NONE : receiver.counters();
    }

    /** Null before there are keys. */
    @Nullable SrtpSuite suite() {
        return receiver == null ? null : receiver.suite();
    }
}
