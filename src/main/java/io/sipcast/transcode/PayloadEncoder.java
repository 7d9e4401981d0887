package io.sipcast.transcode;

import io.sipcast.media.AudioPayloadEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of FFmpeg's encoders whose packets are RTP payloads as they are. Samples go straight into the
 * one native frame; the only garbage is the payload.
 *
 * <p>Opening one takes less than a millisecond once the libraries are there.
 */
public final class PayloadEncoder implements AudioPayloadEncoder {
    private static final int SPEEX_BPS = 24_000;

    private final Codec codec;
    private final int sampleRateHz;
    private @Nullable MonoInput input;

    private PayloadEncoder(String name, int sampleRateHz) {
        this.codec = Codec.encoder(name);
        this.sampleRateHz = sampleRateHz;
    }

    /** G.722 at 64 kbit/s: 16 kHz of samples, though its RTP clock says 8 (RFC 3551 §4.5.2). */
    public static PayloadEncoder g722() {
        return new PayloadEncoder("g722", 16_000).opened(64_000);
    }

    /**
     * G.726 as RFC 3551 §4.5.4 packs it: the first sample in the lowest bits.
     *
     * @param bitrateBps 16, 24, 32 or 40 thousand
     */
    public static PayloadEncoder g726(int bitrateBps) {
        return new PayloadEncoder("g726le", 8000).opened(bitrateBps);
    }

    /** The same as AAL2 packs it: the first sample in the highest bits. */
    public static PayloadEncoder aal2G726(int bitrateBps) {
        return new PayloadEncoder("g726", 8000).opened(bitrateBps);
    }

    /**
     * Speex, a frame a packet, RFC 5574 §3.
     *
     * @param sampleRateHz 8000, 16000 or 32000
     */
    public static PayloadEncoder speex(int sampleRateHz) {
        return new PayloadEncoder("libspeex", sampleRateHz).opened(SPEEX_BPS);
    }

    private PayloadEncoder opened(int bitrateBps) {
        try {
            MonoInput.open(codec, sampleRateHz, bitrateBps);
            return this;
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    /** Any number of samples up to that of the first call, which settles the frame's size. */
    @Override
    public byte[] encode(short[] samples) {
        if (input == null) {
            codec.context().frame_size(samples.length); // G.726 would take longer ones
            input = new MonoInput(codec, sampleRateHz, samples.length);
        }
        input.send(samples, 0);
        byte[] payload = {};
        while (codec.receivePacket()) { // a packet a frame; two for those that divide it
            byte[] more = codec.takePacket();
            int end = payload.length;
            payload = end == 0 ? more : Arrays.copyOf(payload, end + more.length);
            if (end > 0) {
                System.arraycopy(more, 0, payload, end, more.length);
            }
        }
        return payload;
    }

    @Override
    public void close() {
        codec.close();
    }
}
