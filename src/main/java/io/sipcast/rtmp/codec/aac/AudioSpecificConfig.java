package io.sipcast.rtmp.codec.aac;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1.
 *
 * <pre>
 * objectType 5 | frequencyIndex 4 (15: hz 24) | channels 4 | frameLength 1 | core coder 1 | extension 1
 * </pre>
 *
 * @param objectType 2 for AAC-LC
 * @param sampleRateHz of the core; SBR doubles it at the output
 * @param channels the channel configuration: 1 mono, 2 stereo, up to 7
 * @param frameSamples samples of a frame and channel: 1024 or 960
 */
public record AudioSpecificConfig(
        int objectType, int sampleRateHz, int channels, int frameSamples) {
    public static final int LC = 2;

    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int ESCAPE = 31;

    public AudioSpecificConfig {
        if (objectType < 1
                || objectType >= ESCAPE
                || sampleRateHz < 1
                || sampleRateHz > 0xFF_FFFF
                || channels < 1
                || channels > 7
                || (frameSamples != 1024 && frameSamples != 960)) {
            throw new IllegalArgumentException(
                    "AAC " + objectType + ", " + sampleRateHz + " Hz, " + channels + " ch");
        }
    }

    /** AAC-LC with frames of 1024 samples. */
    public static AudioSpecificConfig lc(int sampleRateHz, int channels) {
        return new AudioSpecificConfig(LC, sampleRateHz, channels, 1024);
    }

    /** The config's bytes: two, or five where the rate must be written out. */
    public Bytes print() {
        int index = SamplingFrequency.index(sampleRateHz);
        boolean explicit = index == SamplingFrequency.EXPLICIT;
        long bits = (long) objectType << 4 | index;
        if (explicit) {
            bits = bits << 24 | sampleRateHz;
        }
        bits = bits << 4 | channels;
        bits = (bits << 1 | (frameSamples == 960 ? 1 : 0)) << 2;
        byte[] bytes = new byte[explicit ? 5 : 2];
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = (byte) bits;
            bits >>>= 8;
        }
        return Bytes.copyOf(bytes);
    }

    /**
     * Reads a config; what follows the core's part (backward compatible SBR) is passed over.
     *
     * @throws ProtocolException TRUNCATED, or UNSUPPORTED for another kind of audio than AAC
     */
    public static AudioSpecificConfig parse(Bytes config) {
        BitReader in = new BitReader(config.toArray());
        int objectType = objectType(in);
        int hz = rate(in);
        int channels = in.bits(4);
        if (objectType == SBR || objectType == PS) {
            rate(in); // of the output
            objectType = objectType(in);
        }
        if (objectType < 1 || objectType > 4 || channels < 1 || channels > 7 || hz < 1) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED,
                    "audio object type " + objectType + ", " + hz + " Hz, " + channels + " ch");
        }
        return new AudioSpecificConfig(objectType, hz, channels, in.flag() ? 960 : 1024);
    }

    private static int objectType(BitReader in) {
        int type = in.bits(5);
        return type == ESCAPE ? 32 + in.bits(6) : type;
    }

    private static int rate(BitReader in) {
        int index = in.bits(4);
        return index == SamplingFrequency.EXPLICIT ? in.bits(24) : SamplingFrequency.hz(index);
    }
}
