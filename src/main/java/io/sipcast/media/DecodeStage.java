package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.AudioFrame.Origin;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.ComfortNoise;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes sound, whichever of the negotiated formats a packet is in. Other types of the same source
 * leave a gap that the timeline fills.
 *
 * <p>While nobody listens it only says how much sound there is in each packet, for most formats
 * without decoding it: the packets then come again when somebody does.
 */
final class DecodeStage implements Stage<OrderedPacket, AudioFrame>, AutoCloseable {
    /** No sender packs more, and noise must not become a long sound. */
    private static final int MAX_MILLIS = 240;

    private static final int PAYLOAD_TYPES = 128;

    private final AudioCodecs codecs;
    private final boolean keepsOpus;
    private final ReceiverAdvice advice;
    private final @Nullable DecodedFormat[] formats = new @Nullable DecodedFormat[PAYLOAD_TYPES];
    private final LossMender mender = new LossMender();
    private @Nullable DecodedFormat last;
    private AudioEncoding sounding;
    private boolean restarted;
    private boolean asleep;

    /** What is above, of what comes while what was kept is decoded, or of that. */
    private AudioEncoding soundingElsewhere;

    private boolean restartedElsewhere;
    private int lostElsewhere;

    /** Packets since the last good one that were lost, or of no use. */
    private int lost;

    /**
     * Decodes what a track may carry.
     *
     * @param keepsOpus whether samples go on with the Opus packet that they are from
     * @param advice takes what packets say beside their sound
     */
    DecodeStage(AudioCodecs codecs, AudioTrack track, boolean keepsOpus, ReceiverAdvice advice) {
        this.codecs = codecs;
        this.keepsOpus = keepsOpus;
        this.advice = advice;
        this.sounding = track.send().encoding();
        this.soundingElsewhere = sounding;
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
        DecodedFormat before = formats[payload.payloadType()];
        if (before == null || !before.payload().equals(payload)) {
            if (before == last) {
                mender.restart();
                last = null;
            }
            close(before);
            formats[payload.payloadType()] = new DecodedFormat(codecs, payload);
        }
    }

    /** Nobody listens from here on. */
    void sleep() {
        asleep = true;
    }

    /**
     * What has come since {@link #sleep} is about to come again.
     *
     * @param whole whether all of it will; else decoders begin anew
     */
    void wake(boolean whole) {
        lostElsewhere = 0;
        restartedElsewhere = false;
        soundingElsewhere = sounding;
        if (!whole) {
            mender.restart();
            last = null;
        }
    }

    /** Some of it comes next, and is decoded; or no more for now. */
    void again(boolean on) {
        asleep = !on;
        int lostHere = lost;
        boolean restartedHere = restarted;
        AudioEncoding soundingHere = sounding;
        lost = lostElsewhere;
        restarted = restartedElsewhere;
        sounding = soundingElsewhere;
        lostElsewhere = lostHere;
        restartedElsewhere = restartedHere;
        soundingElsewhere = soundingHere;
    }

    /** All of it has come: what comes from now on is decoded. */
    void caughtUp() {
        asleep = false;
    }

    @Override
    public void process(OrderedPacket item, Sink<? super AudioFrame> out) {
        restarted |= item.restarted();
        RtpPacket packet = item.packet();
        DecodedFormat format = formats[packet.payloadType()];
        lost += item.lost();
        if (format == null) {
            out.drop();
        } else if (asleep) {
            pass(format, packet, out);
        } else if (format.payload().encoding().isComfortNoise()) {
            noise(format, packet, out);
        } else {
            advice.note(packet, format.payload().encoding());
            sound(format, packet, out);
        }
    }

    private void pass(DecodedFormat format, RtpPacket packet, Sink<? super AudioFrame> out) {
        AudioEncoding encoding = format.payload().encoding();
        boolean noise = encoding.isComfortNoise();
        if (noise && encoding.clockHz() != sounding.clockHz()) {
            out.drop();
            return;
        }
        int samples = noise ? sounding.sampleRateHz() / 50 : length(format, packet);
        if (samples == 0) {
            lost++;
            out.drop();
            return;
        }
        sounding = noise ? sounding : encoding;
        var item = new OrderedPacket(packet, lost, restarted);
        boolean first = restarted;
        restarted = false;
        lost = 0;
        out.accept(
                new AudioFrame(item, sounding.clockHz(), first, sounding.sampleRateHz(), samples));
    }

    /** 0 for what is of no use. */
    private static int length(DecodedFormat format, RtpPacket packet) {
        AudioEncoding encoding = format.payload().encoding();
        int known =
                PayloadLength.samples(
                        encoding, packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        if (known == PayloadLength.UNKNOWN) {
            short[] samples = decode(format.decoder(), packet);
            return samples == null ? 0 : samples.length;
        }
        return known > encoding.sampleRateHz() / 1000 * MAX_MILLIS ? 0 : known;
    }

    private void sound(DecodedFormat format, RtpPacket packet, Sink<? super AudioFrame> out) {
        if (format != last || restarted) {
            format.decoder().reset();
            mender.restart();
            last = format;
        }
        boolean afterPause = mender.isAfterPause(packet, lost);
        mender.mend(packet, lost, out);
        short[] samples = decode(format.decoder(), packet);
        lost = samples == null ? lost + 1 : 0;
        if (samples == null || samples.length == 0) {
            out.drop();
        } else {
            sounding = format.payload().encoding();
            give(format, packet, afterPause, samples, out);
        }
    }

    /**
     * The pause begins with 20 ms of noise; whatever codec's it is, the clock has to be its own.
     * What follows it goes on after a pause, so the lost before it are nothing to be mended.
     */
    private void noise(DecodedFormat format, RtpPacket packet, Sink<? super AudioFrame> out) {
        if (format.payload().encoding().clockHz() != sounding.clockHz()) {
            out.drop();
            return;
        }
        ComfortNoise noise;
        try {
            noise =
                    ComfortNoise.read(
                            packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        } catch (ProtocolException _) {
            out.drop();
            return;
        }
        last = restarted ? null : last; // its decoder knows another source
        mender.restart();
        lost = 0;
        int rate = sounding.sampleRateHz();
        boolean first = restarted;
        restarted = false;
        out.accept(
                new AudioFrame(
                        Origin.RECEIVED,
                        packet.timestamp(),
                        sounding.clockHz(),
                        packet.arrivalNanos(),
                        first,
                        false,
                        rate,
                        noise.next(rate / 50),
                        null,
                        noise));
    }

    private void give(
            DecodedFormat format,
            RtpPacket packet,
            boolean afterPause,
            short[] samples,
            Sink<? super AudioFrame> out) {
        boolean first = restarted;
        restarted = false;
        mender.decoded(format, packet, samples.length);
        out.accept(
                format.frame(
                        Origin.RECEIVED,
                        packet.timestamp(),
                        packet.arrivalNanos(),
                        first,
                        afterPause,
                        samples,
                        format.decoder().pause(),
                        kept(format, packet)));
    }

    /** A copy; null for what is no Opus, and for a pause, which holds nothing to be heard. */
    private byte @Nullable [] kept(DecodedFormat format, RtpPacket packet) {
        boolean opus = format.payload().encoding() == AudioEncoding.OPUS;
        if (!keepsOpus || !opus || format.decoder().pauses()) {
            return null;
        }
        int from = packet.payloadOffset();
        return Arrays.copyOfRange(packet.bytes(), from, from + packet.payloadLength());
    }

    @Override
    public void tick(long nowNanos, Sink<? super AudioFrame> out) {
        if (!asleep) {
            mender.tick(nowNanos, out);
        }
    }

    private static short @Nullable [] decode(AudioDecoder decoder, RtpPacket packet) {
        try {
            short[] samples =
                    decoder.decode(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
            boolean tooLong = samples.length > decoder.sampleRateHz() / 1000 * MAX_MILLIS;
            return tooLong ? null : samples;
        } catch (ProtocolException _) {
            return null;
        }
    }

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public void close() {
        mender.restart();
        for (DecodedFormat format : formats) {
            close(format);
        }
    }

    private static void close(@Nullable DecodedFormat format) {
        if (format != null) {
            format.close();
        }
    }
}
