package io.sipcast.demo;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.PacketKind;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Counts what comes from the peers. Owned by the reactor's thread. */
final class Ear implements UdpPort.Receiver {
    private long rtp;
    private long rtcp;
    private long keyFrameRequests;
    private long other;

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress source) {
        switch (PacketKind.of(datagram)) {
            case RTP -> rtp++;
            case RTCP -> read(datagram);
            case DTLS, OTHER -> other++;
        }
    }

    private void read(ByteBuffer datagram) {
        rtcp++;
        try {
            for (RtcpPacket packet : RtcpCompound.read(datagram)) {
                if (packet instanceof PictureLoss || packet instanceof FullIntraRequest) {
                    keyFrameRequests++;
                }
            }
        } catch (ProtocolException _) {
            other++;
        }
    }

    void keyFrameRequested() {
        keyFrameRequests++;
    }

    Heard counts() {
        return new Heard(rtp, rtcp, keyFrameRequests, other);
    }
}
