package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes the keys out of the sound; the timeline fills the time that they take. */
final class EventStage implements Stage<OrderedPacket, OrderedPacket> {
    private static final int PAYLOAD_TYPES = 128;

    private final EventReceiver receiver;

    /** By payload type; 0 for those that are no events. */
    private final int[] clocks = new int[PAYLOAD_TYPES];

    private boolean restarted;

    EventStage(TelephoneEvents negotiated, EventReceiver receiver) {
        this.receiver = receiver;
        update(negotiated);
    }

    void update(TelephoneEvents negotiated) {
        Arrays.fill(clocks, 0);
        negotiated.clocks().forEach((type, clockHz) -> clocks[type] = clockHz);
    }

    @Override
    public void process(OrderedPacket item, Sink<? super OrderedPacket> out) {
        if (item.restarted()) {
            receiver.restart();
        }
        if (clocks[item.packet().payloadType()] == 0) {
            out.accept(item.restarted() == restarted(item) ? item : item.asRestarted());
            restarted = false;
        } else {
            restarted = restarted(item);
            read(item.packet(), out);
        }
    }

    /** Or what was taken out before it. */
    private boolean restarted(OrderedPacket item) {
        return restarted || item.restarted();
    }

    /** One packet may hold events that follow each other, RFC 4733 §2.5.1.5. */
    private void read(RtpPacket packet, Sink<? super OrderedPacket> out) {
        ByteBuffer payload =
                ByteBuffer.wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        long timestamp = packet.timestamp();
        int clockHz = clocks[packet.payloadType()];
        try {
            do {
                TelephoneEvent event = TelephoneEvent.read(payload);
                receiver.packet(timestamp, clockHz, event, packet.arrivalNanos());
                timestamp = (timestamp + event.durationTicks()) & 0xFFFF_FFFFL;
            } while (payload.remaining() >= TelephoneEvent.SIZE);
        } catch (ProtocolException _) {
            out.drop();
        }
    }

    @Override
    public void tick(long nowNanos, Sink<? super OrderedPacket> out) {
        receiver.tick(nowNanos);
    }

    @Override
    public String name() {
        return "events";
    }
}
