package io.sipcast.rtmp.handshake;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * The 1536 bytes that travel four times in a handshake.
 *
 * <pre>C1, S1: time 32 | zero, or a version if there is a digest 32 | random 1528</pre>
 */
final class Packet {
    static final int SIZE = 1536;
    static final byte VERSION = 3;
    static final byte[] NOTHING = {};

    private static final int RANDOM_AT = 8;

    private Packet() {}

    /** A packet with random content. */
    static byte[] random(int softwareVersion, RandomGenerator random) {
        byte[] packet = new byte[SIZE];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt(0).putInt(softwareVersion);
        return packet;
    }

    static boolean hasSoftwareVersion(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(RANDOM_AT - 4) != 0;
    }

    static void requireVersion(byte version) {
        if (version != VERSION) {
            throw new ProtocolException(Fault.UNSUPPORTED, "RTMP version " + version);
        }
    }

    /** Moves what is there; true when {@code packet} is full. */
    static boolean fill(ByteBuffer packet, ByteBuffer in) {
        int count = Math.min(packet.remaining(), in.remaining());
        packet.put(packet.position(), in, in.position(), count);
        packet.position(packet.position() + count);
        in.position(in.position() + count);
        return !packet.hasRemaining();
    }
}
