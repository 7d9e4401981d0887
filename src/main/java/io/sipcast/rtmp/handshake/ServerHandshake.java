package io.sipcast.rtmp.handshake;

import io.sipcast.rtmp.handshake.Digest.Maker;
import io.sipcast.rtmp.handshake.Digest.Scheme;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The server's end: C0 C1 in, S0 S1 S2 out, C2 in. A client with a digest is answered in its own
 * scheme, any other one simply.
 *
 * <p>C2 is not checked: clients send anything there, and nothing depends on it.
 */
public final class ServerHandshake implements Handshake {
    private static final int MEDIA_SERVER_3_5_1_1 = 0x03_05_01_01;

    private final RandomGenerator random;
    private final ByteBuffer first = ByteBuffer.allocate(1 + Packet.SIZE); // C0 C1
    private final ByteBuffer end = ByteBuffer.allocate(Packet.SIZE); // C2
    private boolean done;

    public ServerHandshake(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public byte[] start() {
        return Packet.NOTHING;
    }

    @Override
    public byte[] receive(ByteBuffer in) {
        byte[] out = Packet.NOTHING;
        if (first.hasRemaining()) {
            boolean whole = Packet.fill(first, in);
            if (first.position() > 0) {
                Packet.requireVersion(first.get(0));
            }
            if (!whole) {
                return out;
            }
            out = answer(Arrays.copyOfRange(first.array(), 1, 1 + Packet.SIZE));
        }
        done = Packet.fill(end, in);
        return out;
    }

    private byte[] answer(byte[] clientFirst) {
        if (Packet.hasSoftwareVersion(clientFirst)) {
            for (Scheme scheme : Scheme.values()) {
                if (Digest.isSigned(clientFirst, Maker.CLIENT, scheme)) {
                    return digestAnswer(clientFirst, scheme);
                }
            }
        }
        return joined(Packet.random(0, random), clientFirst);
    }

    private byte[] digestAnswer(byte[] clientFirst, Scheme scheme) {
        byte[] s1 = Packet.random(MEDIA_SERVER_3_5_1_1, random);
        Digest.sign(s1, Maker.SERVER, scheme);
        byte[] s2 = new byte[Packet.SIZE];
        random.nextBytes(s2);
        Digest.answer(s2, Maker.SERVER, Digest.read(clientFirst, scheme));
        return joined(s1, s2);
    }

    private static byte[] joined(byte[] s1, byte[] s2) {
        return ByteBuffer.allocate(1 + 2 * Packet.SIZE).put(Packet.VERSION).put(s1).put(s2).array();
    }

    @Override
    public boolean done() {
        return done;
    }
}
