package io.sipcast.rtmp.handshake;

import io.sipcast.rtmp.handshake.Digest.Maker;
import io.sipcast.rtmp.handshake.Digest.Scheme;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The client's end: C0 C1 out, S0 S1 in, C2 out, S2 in.
 *
 * <p>S2 is not checked: servers send anything there, and nothing depends on it.
 */
public final class ClientHandshake implements Handshake {
    /** What C1 looks like; a server without digests takes the second for the first. */
    public enum Form {
        SIMPLE,
        DIGEST
    }

    private static final int FLASH_10_0_32_2 = 0x0A_00_20_02;

    private final Form form;
    private final RandomGenerator random;
    private final ByteBuffer answer = ByteBuffer.allocate(1 + Packet.SIZE); // S0 S1
    private final ByteBuffer end = ByteBuffer.allocate(Packet.SIZE); // S2
    private boolean done;

    public ClientHandshake(Form form, RandomGenerator random) {
        this.form = form;
        this.random = random;
    }

    @Override
    public byte[] start() {
        byte[] first =
                switch (form) {
                    case SIMPLE -> Packet.random(0, random);
                    case DIGEST -> {
                        byte[] packet = Packet.random(FLASH_10_0_32_2, random);
                        Digest.sign(packet, Maker.CLIENT, Scheme.DIGEST_FIRST);
                        yield packet;
                    }
                };
        return ByteBuffer.allocate(1 + Packet.SIZE).put(Packet.VERSION).put(first).array();
    }

    @Override
    public byte[] receive(ByteBuffer in) {
        byte[] out = Packet.NOTHING;
        if (answer.hasRemaining()) {
            boolean whole = Packet.fill(answer, in);
            if (answer.position() > 0) {
                Packet.requireVersion(answer.get(0));
            }
            if (!whole) {
                return out;
            }
            out = second(Arrays.copyOfRange(answer.array(), 1, 1 + Packet.SIZE));
        }
        done = Packet.fill(end, in);
        return out;
    }

    /** C2: an answer to the server's digest, or S1 as it came. */
    private byte[] second(byte[] serverFirst) {
        if (form == Form.DIGEST) {
            for (Scheme scheme : Scheme.values()) {
                if (Digest.isSigned(serverFirst, Maker.SERVER, scheme)) {
                    byte[] packet = new byte[Packet.SIZE];
                    random.nextBytes(packet);
                    Digest.answer(packet, Maker.CLIENT, Digest.read(serverFirst, scheme));
                    return packet;
                }
            }
        }
        return serverFirst;
    }

    @Override
    public boolean done() {
        return done;
    }
}
