package io.sipcast.bench.peers;

import io.sipcast.media.AacSettings;
import io.sipcast.media.aac.AacLcEncoder;
import io.sipcast.media.aac.FrameCoder;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtp.payload.G711;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A call's sound as a faultless gateway would publish it, in virtual time, and then spoilt as a
 * test likes.
 */
final class EncodedCall {
    static final int RATE_HZ = 48_000;
    static final int FRAME = 1024;

    /** From the departure of the last packet that a frame needs to its arrival. */
    static final long DELAY_NANOS = 3_000_000;

    private static final AacSettings AAC =
            new AacSettings(RATE_HZ, 64_000, AacSettings.Coder.AUTO, 4000);

    private static final int FIRST_PACKET = 400;
    private static final long PACKET_NANOS = 20_000_000;

    private final SoundLoop loop = SoundLoop.pcmu();
    private final SendLog log = new SendLog(loop, FIRST_PACKET * SoundLoop.PACKET_SAMPLES);
    private final short[] wide;

    EncodedCall(int seconds) {
        int packets = seconds * 50;
        short[] heard = new short[packets * SoundLoop.PACKET_SAMPLES];
        for (int i = 0; i < packets; i++) {
            byte[] payload = loop.payload((FIRST_PACKET + i) % loop.packets());
            for (int k = 0; k < payload.length; k++) {
                heard[i * SoundLoop.PACKET_SAMPLES + k] = G711.PCMU.decode(payload[k]);
            }
            log.left(sentNanos(i));
        }
        wide = BandLimited.convert(heard, SoundLoop.RATE_HZ, RATE_HZ);
    }

    private static long sentNanos(long packet) {
        return 1_000_000_000L + packet * PACKET_NANOS;
    }

    SendLog log() {
        return log;
    }

    /** At 48 kHz, to be spoilt before it is encoded. */
    short[] samples() {
        return wide;
    }

    /** Spoils one frame of what is published. */
    interface Spoiler {
        /** The tag as it comes, or null when it does not. */
        @Nullable FlvTag pass(int frame, FlvTag tag);

        /** How much later it comes. */
        default long laterNanos(int frame) {
            return 0;
        }
    }

    Received received() {
        return received(wide, (_, tag) -> tag);
    }

    /** What a sink has of it. */
    Received received(short[] samples, Spoiler spoiler) {
        return received(new Received(), samples, spoiler);
    }

    /** What a sink has of it that keeps all of it. */
    Received kept(short[] samples) {
        var received = new Received();
        received.keep();
        return received(received, samples, (_, tag) -> tag);
    }

    private Received received(Received received, short[] samples, Spoiler spoiler) {
        received.published();
        try (var encoder = new AacLcEncoder(AAC, FrameCoder::new)) {
            received.take(tag(0, 0, encoder.format().configuration().toArray()), 0);
            for (int i = 0; (i + 1) * FRAME <= samples.length; i++) {
                int fed = i;
                encoder.encode(
                        samples,
                        null,
                        i * FRAME,
                        FRAME,
                        (pts, frame) ->
                                take(
                                        received,
                                        spoiler,
                                        fed,
                                        tag((pts + FRAME) * 1000 / RATE_HZ, 1, frame)));
            }
        }
        return received;
    }

    private void take(Received received, Spoiler spoiler, int fed, FlvTag tag) {
        FlvTag passed = spoiler.pass(fed, tag);
        if (passed != null) {
            long last = ((fed + 1L) * FRAME - 1) * SoundLoop.RATE_HZ / RATE_HZ;
            long packet = last / SoundLoop.PACKET_SAMPLES;
            received.take(passed, sentNanos(packet) + DELAY_NANOS + spoiler.laterNanos(fed));
        }
    }

    static FlvTag tag(long millis, int packet, byte[] data) {
        var body = new ByteArrayOutputStream();
        body.write(0xAF);
        body.write(packet);
        body.writeBytes(data);
        return new FlvTag(FlvTag.Type.AUDIO, millis, body.toByteArray());
    }
}
