package io.sipcast.peer;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.G711;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/** Sends mu-law from a port of its own, on a thread of its own: a beep of 100 ms each second. */
public final class BeepSource implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int SAMPLES = 160;
    private static final long PACKET_NANOS = 20_000_000;

    private final DatagramSocket socket;
    private final int hz;
    private volatile boolean closed;

    public BeepSource(int hz) {
        this.hz = hz;
        try {
            socket = new DatagramSocket(0, LOOPBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a callee says of it. */
    public String sdp() {
        return """
        v=0
        o=- %1$d 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %1$d RTP/AVP 0
        """
                .formatted(socket.getLocalPort());
    }

    /** Begins to send there. */
    public void sendTo(int port) {
        var _ = Thread.ofVirtual().start(() -> run(port));
    }

    private void run(int port) {
        long start = System.nanoTime();
        try {
            for (int number = 0; !closed; number++) {
                byte[] packet = packet(number);
                socket.send(new DatagramPacket(packet, packet.length, LOOPBACK, port));
                long due = start + (number + 1) * PACKET_NANOS;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private byte[] packet(int number) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + SAMPLES);
        long first = (long) number * SAMPLES;
        RtpPacket.writeHeader(packet, false, 0, number, first, hz);
        for (long at = first; at < first + SAMPLES; at++) {
            boolean beeps = at % G711.SAMPLE_RATE_HZ < G711.SAMPLE_RATE_HZ / 10;
            double wave = Math.sin(2 * Math.PI * hz * at / G711.SAMPLE_RATE_HZ);
            packet.put(G711.PCMU.encode((short) (beeps ? 16_000 * wave : 0)));
        }
        return packet.array();
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }
}
