package io.sipcast.bench.jmh;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.ReceptionKey;
import io.sipcast.rtp.srtp.SrtpReceiver;
import io.sipcast.rtp.srtp.SrtpSender;
import io.sipcast.rtp.srtp.SrtpSuite;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * SRTP, RFC 3711 and RFC 7714: a packet of G.711, or a full one of H.264. What is opened comes once
 * only, so each 2048 packets a receiver begins anew: its keys are part of the cost.
 */
public class Srtp extends Measured {
    private static final int PACKETS = 2048;
    private static final int SEQUENCE_AT = 2;

    @Param({"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"})
    SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    @Param({"160", "1200"})
    int payload;

    private final ByteBuffer[] sealed = new ByteBuffer[PACKETS];
    private ReceptionKey key;
    private SrtpSender sender;
    private SrtpReceiver receiver;
    private ByteBuffer packet;
    private int next;

    /** Seals what is to be opened. */
    @Setup
    public void seal() {
        MasterKey master = MasterKey.random(suite, new Random(1));
        key = ReceptionKey.of(master);
        sender = new SrtpSender(master);
        receiver = new SrtpReceiver(key);
        packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload);
        RtpPacket.writeHeader(packet, false, 0, 0, 0, 1);
        byte[] content = new byte[payload];
        new Random(2).nextBytes(content);
        packet.put(content);
        for (int i = 0; i < PACKETS; i++) {
            sealed[i] = copy(sealNext());
        }
        next = 0;
    }

    private static ByteBuffer copy(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            throw new IllegalStateException("the sender refuses it");
        }
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private @Nullable ByteBuffer sealNext() {
        packet.rewind().putShort(SEQUENCE_AT, (short) next++);
        return sender.rtp(packet);
    }

    @Benchmark
    public @Nullable ByteBuffer protect() {
        return sealNext();
    }

    @Benchmark
    public ByteBuffer unprotect() {
        if (next % PACKETS == 0) {
            receiver = new SrtpReceiver(key);
        }
        ByteBuffer opened = receiver.rtp(sealed[next++ % PACKETS].rewind(), 0);
        if (opened == null) {
            throw new IllegalStateException("not authentic");
        }
        return opened;
    }
}
