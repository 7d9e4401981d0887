package io.sipcast.rtp.payload;

import io.sipcast.rtp.RtpPacket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * VP8 by RFC 7741. A frame begins with the start of partition 0 and ends with the marker bit,
 * before another timestamp or before the next beginning. What is lost shows as {@link
 * CodedPicture#afterLoss} unless {@link Vp8Continuity} proves that it does not matter.
 */
public final class Vp8Depacketizer implements Depacketizer {
    private static final int MAX_SIZE = UnitBuffer.MAX_SIZE;

    private final Queue<Vp8Frame> ready = new ArrayDeque<>(2);
    private final DepacketizerCounts counts = new DepacketizerCounts();
    private final Vp8Continuity continuity = new Vp8Continuity();
    private Vp8Descriptor descriptor = new Vp8Descriptor();
    private Vp8Descriptor ofFrame = new Vp8Descriptor();
    private byte[] frame = new byte[16 << 10];
    private int size;

    private boolean open;
    private boolean damaged;
    private boolean gap;
    private long timestamp;
    private long arrivalNanos;

    @Override
    public void lost() {
        gap = true;
        continuity.lost();
    }

    @Override
    public void restarted() {
        gap = true;
        continuity.restart();
    }

    @Override
    public void put(RtpPacket packet) {
        if (packet.payloadLength() == 0) {
            return; // a keep-alive, RFC 6263 §4.6
        }
        int from = packet.payloadOffset();
        int to = from + packet.payloadLength();
        boolean readable = descriptor.read(packet.bytes(), from, to);
        if (open && (packet.timestamp() != timestamp || (readable && descriptor.startsFrame()))) {
            damaged |= gap;
            close();
        }
        if (!readable) {
            refuse();
        } else {
            take(packet, from + descriptor.size(), to);
        }
        gap = false;
        if (open && packet.marker()) {
            close();
        }
    }

    @Override
    public @Nullable Vp8Frame poll() {
        return ready.poll();
    }

    @Override
    public DepacketizerCounts counts() {
        return counts;
    }

    private void refuse() {
        counts.malformed++;
        damaged = true;
        continuity.lost();
    }

    private void take(RtpPacket packet, int from, int to) {
        if (!open) {
            open(packet);
        } else {
            damaged |= gap;
        }
        if (!damaged && !append(packet.bytes(), from, to - from)) {
            damaged = true;
        }
    }

    private void open(RtpPacket packet) {
        open = true;
        damaged = !descriptor.startsFrame();
        timestamp = packet.timestamp();
        arrivalNanos = packet.arrivalNanos();
        size = 0;
        Vp8Descriptor free = ofFrame;
        ofFrame = descriptor;
        descriptor = free;
    }

    private boolean append(byte[] bytes, int from, int length) {
        if (size + length > MAX_SIZE) {
            return false;
        }
        if (size + length > frame.length) {
            frame = Arrays.copyOf(frame, Math.max(size + length, 2 * frame.length));
        }
        System.arraycopy(bytes, from, frame, size, length);
        size += length;
        return true;
    }

    private void close() {
        open = false;
        boolean sound = damaged || Vp8Frame.isSound(frame, size);
        counts.malformed += sound ? 0 : 1;
        if (damaged || !sound) {
            counts.dropped++;
            counts.damagedKeys += isKey() ? 1 : 0;
            continuity.dropped(ofFrame, !Vp8FrameHeader.leavesNothing(frame, size));
        } else {
            ready(continuity.take(ofFrame, Vp8Frame.isKey(frame)));
        }
        damaged = false;
    }

    /** By its first packet, if that is there. */
    private boolean isKey() {
        return size > 0 && Vp8Frame.isKey(frame);
    }

    private void ready(Vp8Continuity.Use use) {
        switch (use) {
            case NONE -> counts.dropped++;
            case WHOLE, AFTER_LOSS -> {
                boolean afterLoss = use == Vp8Continuity.Use.AFTER_LOSS;
                byte[] bytes = Arrays.copyOf(frame, size);
                ready.add(new Vp8Frame(bytes, timestamp, arrivalNanos, afterLoss));
                counts.pictures++;
            }
        }
    }
}
