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
        };
    }

    /** Those that need no library. */
    AudioCodecs G711 =
            payload ->
                    switch (payload.encoding()) {
                        case PCMU -> new G711Decoder(io.sipcast.rtp.payload.G711.PCMU);
                        case PCMA -> new G711Decoder(io.sipcast.rtp.payload.G711.PCMA);
                    };
}
