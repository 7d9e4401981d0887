package io.sipcast.media;

import io.sipcast.rtp.payload.G711;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PCMU and PCMA, whichever a packet is. Other types of the same source (comfort noise)
 * leave a gap that the timeline fills.
 */
final class G711Stage implements Stage<OrderedPacket, AudioFrame> {
    /** 200 ms: no sender packs more, and noise must not become a long sound. */
    private static final int MAX_SAMPLES = 1600;

    private AudioTrack track;
    private boolean restarted;

    G711Stage(AudioTrack track) {
        this.track = track;
    }

    void update(AudioTrack negotiated) {
        track = negotiated;
    }

    @Override
    public void process(OrderedPacket item, Sink<? super AudioFrame> out) {
        restarted |= item.restarted();
        var packet = item.packet();
        G711 codec = codec(packet.payloadType());
        int count = packet.payloadLength();
        if (codec == null || count == 0 || count > MAX_SAMPLES) {
            out.drop();
            return;
        }
        short[] samples = new short[count];
        codec.decode(packet.bytes(), packet.payloadOffset(), samples);
        boolean first = restarted;
        restarted = false;
        out.accept(new AudioFrame(packet.timestamp(), packet.arrivalNanos(), first, samples));
    }

    @Override
    public String name() {
        return "G711";
    }

    /** Static types are what they are, RFC 3551 §6, whatever was negotiated beside them. */
    private @Nullable G711 codec(int payloadType) {
        if (payloadType == track.payloadType()) {
            return track.codec();
        }
        return switch (payloadType) {
            case 0 -> G711.PCMU;
            case 8 -> G711.PCMA;
            default -> null;
        };
    }
}
