package io.sipcast.media;

import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.H264Depacketizer;
import java.util.Set;

/** Puts pictures together; those that lack a packet stay here. */
final class H264Stage implements Stage<OrderedPacket, AccessUnit> {
    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private final MediaClock clock;
    private Set<Integer> payloadTypes;
    private int payloadType = -1;

    /** The clock is told when timestamps begin anew. */
    H264Stage(Set<Integer> payloadTypes, MediaClock clock) {
        this.payloadTypes = payloadTypes;
        this.clock = clock;
    }

    void update(Set<Integer> negotiated) {
        payloadTypes = negotiated;
        payloadType = -1;
    }

    H264Depacketizer depacketizer() {
        return depacketizer;
    }

    @Override
    public void process(OrderedPacket item, Sink<? super AccessUnit> out) {
        if (item.afterGap()) {
            depacketizer.lost();
        }
        if (item.restarted()) {
            clock.restart();
        }
        if (!isH264(item.packet().payloadType())) {
            out.drop();
            return;
        }
        depacketizer.put(item.packet());
        for (AccessUnit unit = depacketizer.poll(); unit != null; unit = depacketizer.poll()) {
            out.accept(unit);
        }
    }

    @Override
    public String name() {
        return "H264";
    }

    /** Remembers the last type, so that a packet is not looked up in a set (nor boxed). */
    private boolean isH264(int type) {
        if (type != payloadType && payloadTypes.contains(type)) {
            payloadType = type;
        }
        return type == payloadType;
    }
}
