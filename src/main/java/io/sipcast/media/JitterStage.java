package io.sipcast.media;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;
import java.time.Duration;

/** Puts packets in order. One that is in order passes at once; a gap waits up to the target. */
final class JitterStage implements Stage<RtpPacket, OrderedPacket> {
    private final JitterBuffer buffer;

    JitterStage(Duration target) {
        buffer = new JitterBuffer(target);
    }

    JitterBuffer buffer() {
        return buffer;
    }

    @Override
    public void process(RtpPacket packet, Sink<? super OrderedPacket> out) {
        long refused = refused();
        buffer.put(packet);
        if (refused() != refused) {
            out.drop();
        }
        drain(packet.arrivalNanos(), out);
    }

    @Override
    public void tick(long nowNanos, Sink<? super OrderedPacket> out) {
        drain(nowNanos, out);
    }

    @Override
    public String name() {
        return "jitter";
    }

    private void drain(long nowNanos, Sink<? super OrderedPacket> out) {
        for (RtpPacket next = buffer.poll(nowNanos); next != null; next = buffer.poll(nowNanos)) {
            out.accept(new OrderedPacket(next, buffer.lost(), buffer.restarted()));
        }
    }

    private long refused() {
        return buffer.duplicates() + buffer.late() + buffer.strays();
    }
}
