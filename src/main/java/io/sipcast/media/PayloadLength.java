package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.OpusPacket;

/** How much sound a payload holds, without decoding it. */
final class PayloadLength {
    /** Only its decoder can tell. */
    static final int UNKNOWN = -1;

    private PayloadLength() {}

    /** Samples in each channel at the encoding's rate, 0 for none, or {@link #UNKNOWN}. */
    static int samples(AudioEncoding encoding, byte[] bytes, int offset, int length) {
        return switch (encoding) {
            case PCMU, PCMA -> length;
            case G722 -> 2 * length;
            case L16_8K, L16_16K, L16_44K, L16_48K -> length / 2;
            case L16_44K_STEREO -> length / 4;
            case OPUS -> opus(bytes, offset, length);
            case G729, ILBC, GSM, AMR, AMR_WB -> UNKNOWN;
            case SPEEX_8K, SPEEX_16K, SPEEX_32K -> UNKNOWN;
            case G726_16, G726_24, G726_32, G726_40 -> UNKNOWN;
            case AAL2_G726_16, AAL2_G726_24, AAL2_G726_32, AAL2_G726_40 -> UNKNOWN;
            case CN_8K, CN_16K -> UNKNOWN;
        };
    }

    private static int opus(byte[] bytes, int offset, int length) {
        try {
            return OpusPacket.samples(bytes, offset, length);
        } catch (ProtocolException _) {
            return 0; // damaged
        }
    }
}
