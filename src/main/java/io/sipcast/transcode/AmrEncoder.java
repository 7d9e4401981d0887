package io.sipcast.transcode;

import io.sipcast.media.AudioPayloadEncoder;
import io.sipcast.rtp.payload.AmrModes;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.FormatParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * AMR by OpenCORE's encoder and AMR-WB by VisualOn's, a frame for each 20 ms, in the mode that the
 * peer asks for. Both look at the bit rate of their context before each frame.
 */
final class AmrEncoder implements AudioPayloadEncoder {
    /** Bit/s by mode, 3GPP TS 26.071 and 26.171. */
    private static final List<Integer> NARROW =
            List.of(4_750, 5_150, 5_900, 6_700, 7_400, 7_950, 10_200, 12_200);

    private static final List<Integer> WIDE =
            List.of(6_600, 8_850, 12_650, 14_250, 15_850, 18_250, 19_850, 23_050, 23_850);

    private final Codec codec;
    private final List<Integer> rates;
    private final int sampleRateHz;
    private final int frameSamples;
    private final AmrPayload form;
    private final AmrModes modes;
    private final MonoInput input;
    private int request = AmrPayload.NO_REQUEST;

    /**
     * Opens it.
     *
     * @param parameters of the format as the SDP of the peer has them
     */
    AmrEncoder(boolean wide, FormatParameters parameters) {
        codec = Codec.encoder(wide ? "libvo_amrwbenc" : "libopencore_amrnb");
        rates = wide ? WIDE : NARROW;
        sampleRateHz = wide ? 16_000 : 8_000;
        frameSamples = sampleRateHz / 50;
        form = new AmrPayload(wide, parameters.isOn("octet-align"));
        modes = new AmrModes(wide, parameters);
        try {
            MonoInput.open(codec, sampleRateHz, rates.getFirst());
            input = new MonoInput(codec, sampleRateHz, frameSamples);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public void requestMode(int mode) {
        request = mode;
    }

    @Override
    public byte[] encode(short[] samples) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at + frameSamples <= samples.length; at += frameSamples) {
            frames.add(frame(samples, at));
        }
        return form.write(frames);
    }

    private byte[] frame(short[] samples, int at) {
        codec.context().bit_rate(rates.get(modes.next(request)));
        input.send(samples, at);
        if (!codec.receivePacket()) {
            throw new IllegalStateException("AMR: a frame without a packet");
        }
        return codec.takePacket();
    }

    @Override
    public void close() {
        codec.close();
    }
}
