package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import java.util.Arrays;
import org.bytedeco.ffmpeg.global.avutil;

/** AAC to mono samples, to hear what was sent. Owned by one thread. */
public final class AacDecoder implements AutoCloseable {
    private final Codec codec = Codec.decoder("aac");

    /**
     * Loads the libraries, which takes up to a second once; then opening is a matter of no time.
     */
    public static void load() {
        Ffmpeg.load();
    }

    public AacDecoder(Format.Audio format) {
        try {
            codec.configuration(format.configuration().toArray());
            codec.open();
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    /**
     * Decodes one raw frame; its samples come back at once, all channels mixed into one.
     *
     * @throws ProtocolException MALFORMED
     */
    public short[] decode(byte[] frame) {
        codec.sendPacket(frame, avutil.AV_NOPTS_VALUE);
        short[] samples = {};
        while (codec.receiveFrame()) {
            short[] more = mixed();
            int end = samples.length;
            samples = Arrays.copyOf(samples, end + more.length);
            System.arraycopy(more, 0, samples, end, more.length);
        }
        return samples;
    }

    private short[] mixed() {
        var frame = codec.frame();
        int channels = frame.ch_layout().nb_channels();
        float[] sum = new float[frame.nb_samples()];
        for (int channel = 0; channel < channels; channel++) {
            long plane = frame.extended_data(channel).address();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += NativeMemory.floatAt(plane + (long) i * Float.BYTES);
            }
        }
        short[] mono = new short[sum.length];
        for (int i = 0; i < sum.length; i++) {
            int value = Math.round(sum[i] / channels * 32768);
            mono[i] = (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return mono;
    }

    @Override
    public void close() {
        codec.close();
    }
}
