package io.sipcast.media;

import io.sipcast.rtp.RtpSender;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** What the peer sees of us: nothing, but its port is kept open. */
final class PicturesOut {
    private final RtpSender sender;
    private final KeepAlive keepAlive;
    private final Sink<ByteBuffer> out;

    PicturesOut(
            RtpSender sender,
            SendClock clock,
            Sink<ByteBuffer> out,
            RandomGenerator random,
            long nowNanos) {
        this.sender = sender;
        this.out = out;
        keepAlive = new KeepAlive(sender, clock, random, nowNanos);
    }

    void tick(int unusedPayloadType, long nowNanos) {
        ByteBuffer packet = keepAlive.poll(unusedPayloadType, nowNanos);
        if (packet != null) {
            out.accept(packet);
        }
    }

    /** The peer may be elsewhere now. */
    void update(long nowNanos) {
        keepAlive.restart(nowNanos);
    }

    long packets() {
        return sender.packets();
    }
}
