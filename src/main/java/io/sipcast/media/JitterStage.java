package io.sipcast.media;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;

/**
 * Puts packets in order. One that is in order passes at once; a gap waits up to the target, but no
 * longer than the packets behind it have time. Ticks say how long it has waited: what has come
 * behind the gap may have been read late, and what is missing may be read next.
 */
final class JitterStage implements Stage<RtpPacket, OrderedPacket> {
    /** Tells whether a packet must go on now, or will be too late. */
    @FunctionalInterface
    interface Deadline {
        Deadline NONE = (_, _) -> false;

        boolean passed(RtpPacket packet, long nowNanos);
    }

    private final JitterBuffer buffer;
    private final Deadline deadline;
    private boolean ticked;
    private long tickedNanos;

    JitterStage(JitterBuffer buffer, Deadline deadline) {
        this.buffer = buffer;
        this.deadline = deadline;
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
        drain(ticked ? tickedNanos : packet.arrivalNanos(), out);
    }

    @Override
    public void tick(long nowNanos, Sink<? super OrderedPacket> out) {
        ticked = true;
        tickedNanos = nowNanos;
        drain(nowNanos, out);
        for (RtpPacket held = buffer.held(); held != null; held = buffer.held()) {
            if (!deadline.passed(held, nowNanos)) {
                return;
            }
            buffer.giveUpGap();
            drain(nowNanos, out);
        }
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
