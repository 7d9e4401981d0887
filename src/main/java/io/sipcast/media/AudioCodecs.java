package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/** Makes what decodes and encodes the payload formats of sound. Safe for use by any thread. */
public interface AudioCodecs {
    /**
     * Opens a decoder, which takes less than a millisecond.
     *
     * @throws IllegalStateException when there is none for this format, which then should not have
     *     been negotiated
     */
    AudioDecoder decoder(AudioPayload payload);

    /**
     * Opens an encoder, which takes less than a millisecond.
     *
     * @return null when this format can only be decoded: all that is ever sent in it is silence
     */
    default @Nullable AudioPayloadEncoder encoder(AudioPayload payload) {
        return switch (payload.encoding()) {
            case PCMU -> new G711Encoder(io.sipcast.rtp.payload.G711.PCMU);
            case PCMA -> new G711Encoder(io.sipcast.rtp.payload.G711.PCMA);
            case L16_8K, L16_16K, L16_44K, L16_48K ->
                    new L16Encoder(payload.encoding().sampleRateHz(), 1);
            case L16_44K_STEREO -> new L16Encoder(payload.encoding().sampleRateHz(), 2);
            case G722, G729, ILBC, GSM, AMR, AMR_WB, OPUS -> null;
            case SPEEX_8K, SPEEX_16K, SPEEX_32K -> null;
            case G726_16, G726_24, G726_32, G726_40 -> null;
            case AAL2_G726_16, AAL2_G726_24, AAL2_G726_32, AAL2_G726_40 -> null;
            case CN_8K, CN_16K -> null;
        };
    }

    /** Those that need no library: G.711, and linear samples. */
    AudioCodecs G711 =
            payload ->
                    switch (payload.encoding()) {
                        case PCMU -> new G711Decoder(io.sipcast.rtp.payload.G711.PCMU);
                        case PCMA -> new G711Decoder(io.sipcast.rtp.payload.G711.PCMA);
                        case L16_8K, L16_16K, L16_44K, L16_48K -> L16Decoder.of(payload, 1);
                        case L16_44K_STEREO -> L16Decoder.of(payload, 2);
                        case G722, G729, ILBC, GSM, AMR, AMR_WB, OPUS -> none(payload);
                        case SPEEX_8K, SPEEX_16K, SPEEX_32K -> none(payload);
                        case G726_16, G726_24, G726_32, G726_40 -> none(payload);
                        case AAL2_G726_16, AAL2_G726_24, AAL2_G726_32, AAL2_G726_40 ->
                                none(payload);
                        case CN_8K, CN_16K -> none(payload); // noise goes with other sound
                    };

    private static AudioDecoder none(AudioPayload payload) {
        throw new IllegalStateException("no decoder for " + payload.encoding());
    }
}
