package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.ComfortNoise;
import org.jspecify.annotations.Nullable;

/**
 * Decodes sound, whichever of the negotiated formats a packet is in. Comfort noise comes out at the
 * rate of the sound that it goes with. Other types of the same source leave a gap that the timeline
 * fills.
 */
final class DecodeStage implements Stage<OrderedPacket, AudioFrame>, AutoCloseable {
    /** No sender packs more, and noise must not become a long sound. */
    private static final int MAX_MILLIS = 240;

    private static final int PAYLOAD_TYPES = 128;

    /** What a payload type stands for, and who decodes it once one has come. */
    private static final class Entry {
        private final AudioPayload payload;
        private @Nullable AudioDecoder decoder;

        Entry(AudioPayload payload) {
            this.payload = payload;
        }
    }

    private final AudioCodecs codecs;
    private final @Nullable Entry[] entries = new @Nullable Entry[PAYLOAD_TYPES];
    private @Nullable Entry last;
    private AudioEncoding sounding;
    private boolean restarted;

    DecodeStage(AudioCodecs codecs, AudioTrack track) {
        this.codecs = codecs;
        this.sounding = track.send().encoding();
        update(track);
    }

    /** What is as before keeps its decoder. */
    void update(AudioTrack negotiated) {
        use(new AudioPayload(0, AudioEncoding.PCMU)); // RFC 3551 §6: static types are what they are
        use(new AudioPayload(8, AudioEncoding.PCMA));
        negotiated.receive().forEach(this::use);
        use(negotiated.send());
    }

    private void use(AudioPayload payload) {
        Entry before = entries[payload.payloadType()];
        if (before == null || !before.payload.equals(payload)) {
            close(before);
            entries[payload.payloadType()] = new Entry(payload);
        }
    }

    @Override
    public void process(OrderedPacket item, Sink<? super AudioFrame> out) {
        restarted |= item.restarted();
        RtpPacket packet = item.packet();
        Entry entry = entries[packet.payloadType()];
        AudioFrame frame = null;
        if (entry != null) {
            boolean noise = entry.payload.encoding().isComfortNoise();
            frame = noise ? noise(entry, packet) : sound(entry, packet);
        }
        if (frame == null) {
            out.drop();
            return;
        }
        restarted = false;
        out.accept(frame);
    }

    private @Nullable AudioFrame sound(Entry entry, RtpPacket packet) {
        short[] samples = decode(entry, packet);
        if (samples == null || samples.length == 0) {
            return null;
        }
        sounding = entry.payload.encoding();
        AudioDecoder decoder = decoderOf(entry);
        return frame(packet, sounding.clockHz(), decoder.sampleRateHz(), samples, decoder.pause());
    }

    /**
     * The pause begins with 20 ms of noise; whatever codec's it is, the clock has to be its own.
     */
    private @Nullable AudioFrame noise(Entry entry, RtpPacket packet) {
        if (entry.payload.encoding().clockHz() != sounding.clockHz()) {
            return null;
        }
        last = restarted ? null : last; // its decoder knows another source
        try {
            ComfortNoise noise =
                    ComfortNoise.read(
                            packet.bytes(), packet.payloadOffset(), packet.payloadLength());
            int rate = sounding.sampleRateHz();
            return frame(packet, sounding.clockHz(), rate, noise.next(rate / 50), noise);
        } catch (ProtocolException _) {
            return null;
        }
    }

    private AudioFrame frame(
            RtpPacket packet,
            int clockHz,
            int sampleRateHz,
            short[] samples,
            @Nullable ComfortNoise pause) {
        return new AudioFrame(
                packet.timestamp(),
                clockHz,
                packet.arrivalNanos(),
                restarted,
                sampleRateHz,
                samples,
                pause);
    }

    private short @Nullable [] decode(Entry entry, RtpPacket packet) {
        AudioDecoder decoder = decoderOf(entry);
        if (entry != last || restarted) {
            decoder.reset();
            last = entry;
        }
        try {
            short[] samples =
                    decoder.decode(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
            boolean tooLong = samples.length > decoder.sampleRateHz() / 1000 * MAX_MILLIS;
            return tooLong ? null : samples;
        } catch (ProtocolException _) {
            return null;
        }
    }

    private AudioDecoder decoderOf(Entry entry) {
        AudioDecoder decoder = entry.decoder;
        if (decoder == null) {
            decoder = codecs.decoder(entry.payload);
            entry.decoder = decoder;
        }
        return decoder;
    }

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public void close() {
        for (Entry entry : entries) {
            close(entry);
        }
    }

    private static void close(@Nullable Entry entry) {
        if (entry != null && entry.decoder != null) {
            entry.decoder.close();
            entry.decoder = null;
        }
    }
}
