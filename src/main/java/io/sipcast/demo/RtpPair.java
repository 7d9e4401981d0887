package io.sipcast.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The ports of one medium: RTP on an even one, RTCP on the next, RFC 3550 §11. */
record RtpPair(UdpPort rtp, UdpPort rtcp) implements AutoCloseable {
    private static final int TRIES = 100;

    /** Takes ports that the system has to spare. */
    static RtpPair open(Reactor reactor, InetAddress address, UdpPort.Receiver receiver)
            throws IOException {
        for (int i = 0; i < TRIES; i++) {
            UdpPort rtp = UdpPort.open(reactor, new InetSocketAddress(address, 0), receiver);
            if (rtp.port() % 2 == 0) {
                try {
                    var above = new InetSocketAddress(address, rtp.port() + 1);
                    return new RtpPair(rtp, UdpPort.open(reactor, above, receiver));
                } catch (BindException _) {
                    // someone else's
                }
            }
            rtp.close();
        }
        throw new BindException("no two free ports side by side");
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
