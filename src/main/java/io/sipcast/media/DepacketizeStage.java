package io.sipcast.media;

import io.sipcast.rtp.payload.CodedPicture;
import io.sipcast.rtp.payload.Depacketizer;
import io.sipcast.rtp.payload.H264Depacketizer;
import io.sipcast.rtp.payload.H265Depacketizer;
import io.sipcast.rtp.payload.Vp8Depacketizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts pictures together, of whichever codec the payload type says; those that lack a packet stay
 * here. With another codec nothing goes on: what it refers to is not there.
 */
final class DepacketizeStage implements Stage<OrderedPacket, CodedPicture> {
    private static final int PAYLOAD_TYPES = 128;

    private final MediaClock clock;
    private final Map<Format.VideoCodec, Depacketizer> depacketizers =
            new EnumMap<>(Format.VideoCodec.class);

    private final @Nullable VideoPayload[] payloads = new VideoPayload[PAYLOAD_TYPES];
    private @Nullable Depacketizer current;
    private Format.@Nullable VideoCodec codec;

    /** The clock is told when timestamps begin anew. */
    DepacketizeStage(List<VideoPayload> payloads, MediaClock clock) {
        this.clock = clock;
        update(payloads);
    }

    void update(List<VideoPayload> negotiated) {
        Arrays.fill(payloads, null);
        for (VideoPayload payload : negotiated) {
            payloads[payload.payloadType()] = payload;
        }
    }

    /** That of the last packet; null before the first. */
    Format.@Nullable VideoCodec codec() {
        return codec;
    }

    /** One count of all codecs together. */
    long sum(ToLongFunction<Depacketizer> count) {
        long sum = 0;
        for (Depacketizer each : depacketizers.values()) {
            sum += count.applyAsLong(each);
        }
        return sum;
    }

    @Override
    public void process(OrderedPacket item, Sink<? super CodedPicture> out) {
        Depacketizer before = current;
        if (before != null && item.restarted()) {
            before.restarted();
        } else if (before != null && item.afterGap()) {
            before.lost();
        }
        if (item.restarted()) {
            clock.restart();
        }
        VideoPayload payload = payloads[item.packet().payloadType()];
        if (payload == null) {
            out.drop();
            return;
        }
        Depacketizer depacketizer = of(payload.codec(), before);
        depacketizer.put(item.packet());
        for (CodedPicture next = depacketizer.poll(); next != null; next = depacketizer.poll()) {
            out.accept(next);
        }
    }

    @Override
    public String name() {
        return "depacketize";
    }

    private Depacketizer of(Format.VideoCodec wanted, @Nullable Depacketizer before) {
        if (before != null && wanted == codec) {
            return before;
        }
        Depacketizer next =
                depacketizers.computeIfAbsent(
                        wanted,
                        type ->
                                switch (type) {
                                    case H264 -> new H264Depacketizer();
                                    case VP8 -> new Vp8Depacketizer();
                                    case H265 -> new H265Depacketizer();
                                });
        next.restarted();
        codec = wanted;
        current = next;
        return next;
    }
}
